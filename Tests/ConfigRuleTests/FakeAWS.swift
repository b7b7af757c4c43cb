import AWSClient
import JSON
import Synchronization
import Testing

/// The APIs that the rule calls, over HTTP as they speak; answers a script by operation and refuses the rest.
final class FakeAWS: HTTPTransport {
    struct Sent: Sendable {
        let operation: String
        /// The JSON body, or the form of a query request as an object of texts.
        let input: JSONValue
    }

    private struct State {
        var answers: [String: [HTTPResponse]]
        var sent: [Sent] = []
    }

    private let state: Mutex<State>

    /// Answers of each operation, in order; the last one is given again.
    init(_ answers: [String: [HTTPResponse]] = [:]) {
        let taking = ["PutEvaluations": [HTTPResponse.json(["FailedEvaluations": []])]]
        state = Mutex(State(answers: taking.merging(answers) { $1 }))
    }

    func sent(_ operation: String) -> [JSONValue] {
        state.withLock { $0.sent }.filter { $0.operation == operation }.map(\.input)
    }

    var operations: [String] { state.withLock { $0.sent.map(\.operation) } }

    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
        let sent = Self.read(request)
        let answer = state.withLock { state -> HTTPResponse? in
            state.sent.append(sent)
            guard let answers = state.answers[sent.operation], let first = answers.first else { return nil }
            if answers.count > 1 { state.answers[sent.operation]?.removeFirst() }
            return first
        }
        guard let answer else {
            Issue.record("\(sent.operation) is not foreseen.")
            throw TransportError(.unreachable, isUnsent: true, "\(sent.operation) is not foreseen.")
        }
        return answer
    }

    private static func read(_ request: HTTPRequest) -> Sent {
        let target = request.headers.first { $0.name.lowercased() == "x-amz-target" }?.value
        let body = String(decoding: request.body, as: UTF8.self)
        if let name = target?.split(separator: ".").last {
            return Sent(operation: String(name), input: (try? JSONValue(parsing: body)) ?? .null)
        }
        var form: [String: JSONValue] = [:]
        for item in body.split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            form[String(parts[0])] = .string(parts.count == 2 ? String(parts[1]) : "")
        }
        return Sent(operation: form["Action"]?.string ?? "nothing", input: .object(form))
    }

    /// A client that signs with fixed credentials, never waits, and reaches nothing but this.
    var client: APIClient {
        APIClient(
            credentials: FixedCredentials(Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example")),
            transport: self, endpoints: Endpoints(environment: { _ in nil }),
            surroundings: Surroundings(
                now: { 1_800_000_000 }, environment: { _ in nil }, file: { _ in nil }, sleep: { _ in },
                random: { 0 }, run: { _ in .success([]) }))
    }
}

extension HTTPResponse {
    static func json(_ value: JSONValue) -> HTTPResponse {
        HTTPResponse(status: 200, body: Array(value.description.utf8))
    }

    /// An answer of EC2 with what stands inside of it.
    static func ec2(_ operation: String, _ content: String) -> HTTPResponse {
        HTTPResponse(status: 200, body: Array("<\(operation)Response>\(content)</\(operation)Response>".utf8))
    }

    static func ec2Error(_ code: String) -> HTTPResponse {
        let text = "<Response><Errors><Error><Code>\(code)</Code><Message>No.</Message></Error></Errors></Response>"
        return HTTPResponse(status: 400, body: Array(text.utf8))
    }
}
