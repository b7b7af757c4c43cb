import AWSClient
import Engine
import JSON
import LambdaHandlers
import Synchronization

/// A function's environment, its lines, and a machine where nothing is but the playbook.
final class Surrounded: Sendable {
    static let whole = [
        "QUELL_HANDLER": "respond", "QUELL_TOPIC": "arn:aws:sns:eu-central-1:999999999999:alerts",
        "QUELL_JOURNAL_TABLE": "quell-journal", "QUELL_ROLE_NAME": "quell/Security-IR-Role-{action}",
        "QUELL_HOME_ACCOUNT": "999999999999", "AWS_REGION": "eu-central-1", "LAMBDA_TASK_ROOT": "/task",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "a-secret",
    ]

    private let written = Mutex<[String]>([])
    let time: Double

    init(time: Double = 1_700_000_000) { self.time = time }

    var lines: [JSONValue] {
        get throws { try written.withLock { $0 }.map { try JSONValue(parsing: $0) } }
    }

    var log: Log { Log(now: { [time] in time }, write: { line in self.written.withLock { $0.append(line) } }) }

    func surroundings(playbook: String?) -> Surroundings {
        let time = time
        return Surroundings(
            now: { time }, environment: { Self.whole[$0] },
            file: { path in path == "/task/playbook.json" ? playbook.map { Array($0.utf8) } : nil },
            sleep: { try await Task.sleep(for: $0) }, random: { 0.5 },
            run: { _ in .success([]) })
    }
}

/// A network without anybody.
struct NoNetwork: HTTPTransport {
    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
        throw TransportError(.unreachable, isUnsent: true, "There is no network in this test.")
    }
}
