import AWSClient
import Actions
import Engine
import JSON
import LambdaRuntime
import Playbook
import PlaybookText
import SQLiteStore
import Synchronization
import Testing

@testable import LambdaHandlers

@Suite("The function", .timeLimit(.minutes(1))) struct FunctionTests {
    private static let text = """
        quell: 1
        rules:
          - name: isolate
            when: { source: [aws.guardduty], detail-type: [GuardDuty Finding], detail: { type: ["Stealth:S3/ServerAccessLoggingDisabled"] } }
            respond: [ec2.isolate-instance]

        """

    private func function(_ surrounded: Surrounded, playbook: String?) throws -> Function {
        let surroundings = surrounded.surroundings(playbook: playbook)
        return try Function(
            try FunctionSettings(environment: surroundings.environment), surroundings: surroundings,
            transport: NoNetwork(), log: surrounded.log, journal: { _, _ in try SQLiteJournal.empty() })
    }

    private func compiled() throws -> String {
        try Playbook.read(Self.text, file: "test.yaml", actions: ActionRegistry.all).compiled
    }

    private func invocation(_ body: String, secondsLeft: Double = 60) -> Invocation {
        Invocation(
            requestID: "id-1", deadline: Int((1_700_000_000 + secondsLeft) * 1_000), traceID: nil, functionARN: "",
            body: Array(body.utf8))
    }

    private static let rejected = #"{"Records":[{"messageId":"a","body":"no event"}]}"#

    @Test("writes what it was given into its journal, and says what came of it")
    func answers() async throws {
        let surrounded = Surrounded()
        let answer = try await function(surrounded, playbook: compiled()).answer(invocation(Self.rejected))
        #expect(answer == QueueBatch.answer(failed: []))
        let line = try #require(try surrounded.lines.last)
        #expect(line["Outcome"]?.string == "rejected")
        #expect(line["requestId"]?.string == "id-1")
        #expect(line["Responses"]?.int == 1)
        #expect(line["Failed"]?.int == 0)
    }

    @Test("begins nothing with too little time left")
    func deadline() async throws {
        for (seconds, failed) in [(32.9, ["a"]), (33.1, [])] {
            let surrounded = Surrounded()
            let answer = try await function(surrounded, playbook: compiled()).answer(
                invocation(Self.rejected, secondsLeft: seconds))
            #expect(answer == QueueBatch.answer(failed: failed), "\(seconds)")
        }
    }

    @Test("reminds itself by its own queue when the first look is due, and not where no queue is named")
    func reminds() async throws {
        let sent = SentRequests()
        let surroundings = Surrounded().surroundings(playbook: nil)
        let home = APIClient(
            credentials: Keys(), transport: sent, endpoints: Endpoints(environment: { _ in nil }),
            surroundings: surroundings)
        var environment = Surrounded.whole
        #expect(Function.reminder(home, try FunctionSettings { environment[$0] }) == nil)
        environment["QUELL_INBOX"] = "https://sqs.eu-central-1.amazonaws.com/999999999999/quell-inbox"
        let remind = try #require(Function.reminder(home, try FunctionSettings { environment[$0] }))
        try await remind("5f1c0e9a77d24b31")
        let body = try JSONValue(parsing: try #require(sent.bodies.first))
        #expect(body["QueueUrl"]?.string == environment["QUELL_INBOX"])
        #expect(body["DelaySeconds"]?.int == 30)
        #expect(body["MessageBody"]?.string == #"{"execution":"5f1c0e9a77d24b31","quell":"tend"}"#)
    }

    private struct Keys: CredentialProvider {
        func credentials() async throws(AWSError) -> Credentials {
            Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "a-secret")
        }
    }

    /// Takes every request, and answers as SQS does.
    private final class SentRequests: HTTPTransport {
        private let taken = Mutex<[[UInt8]]>([])
        var bodies: [[UInt8]] { taken.withLock { $0 } }

        func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
            taken.withLock { $0.append(request.body) }
            return HTTPResponse(status: 200, body: Array(#"{"MessageId":"m","MD5OfMessageBody":"x"}"#.utf8))
        }
    }

    @Test("does not start without its playbook, or with one that is none")
    func playbook() throws {
        for text in [nil, "", "{}", #"{"quell":1}"#] {
            #expect(throws: SetupError.self) { try function(Surrounded(), playbook: text) }
        }
    }

    @Test("protects the roles it acts with, and all under their path")
    func protected() {
        #expect(
            Function.protected("quell/Security-IR-Role-{action}") == [
                "arn:*:iam::*:role/quell/Security-IR-Role-*", "arn:*:iam::*:role/quell/*",
            ])
        #expect(Function.protected("Security-IR-Role") == ["arn:*:iam::*:role/Security-IR-Role"])
    }
}
