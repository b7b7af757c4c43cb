import AWSClient
import JSON
import Synchronization

/// SQS as it speaks: hands out batches of messages once each, then nothing until the poll is cancelled.
final class ScriptedQueue: HTTPTransport {
    private struct State {
        var batches: [[String]]
        var calls: [String: [JSONValue]] = [:]
    }

    private let state: Mutex<State>
    private let status: Int

    /// `status` is that of every answer.
    init(_ batches: [[String]], status: Int = 200) {
        state = Mutex(State(batches: batches))
        self.status = status
    }

    var client: APIClient {
        var surroundings = Surroundings.process
        surroundings.environment = { _ in nil }
        surroundings.sleep = { _ in await Task.yield() }
        return APIClient(
            credentials: nil, transport: self, endpoints: Endpoints(environment: { _ in nil }),
            surroundings: surroundings)
    }

    func calls(_ operation: String) -> [JSONValue] { state.withLock { $0.calls[operation] ?? [] } }

    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
        let target = request.headers.first { $0.name.lowercased() == "x-amz-target" }?.value ?? ""
        let operation = String(target.split(separator: ".").last ?? "")
        let input = (try? JSONValue(parsing: request.body)) ?? .null
        let batch = state.withLock { state -> [String]? in
            state.calls[operation, default: []].append(input)
            guard operation == "ReceiveMessage", !state.batches.isEmpty else { return nil }
            return state.batches.removeFirst()
        }
        if operation == "ReceiveMessage", batch == nil, status == 200 {
            while !Task.isCancelled { try? await Task.sleep(for: .milliseconds(1)) }
        }
        let messages = (batch ?? []).map { body -> JSONValue in
            ["MessageId": .string(body), "ReceiptHandle": .string("receipt of \(body)"), "Body": .string(body)]
        }
        let answer: JSONValue = operation == "ReceiveMessage" ? ["Messages": .array(messages)] : [:]
        return HTTPResponse(status: status, headers: [], body: Array(answer.description.utf8))
    }
}
