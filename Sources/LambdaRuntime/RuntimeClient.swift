/// Speaks AWS Lambda's Runtime API over one connection that is kept.
///
/// Every call waits for its answer. Lambda freezes the process between invocations, and what lies between it and the API may
/// forget the connection meanwhile: then it is made anew and the request is sent again. That loses nothing: the API hands an
/// invocation out only with an answer, and refuses a second response to one, which then says that the first one came.
package final class RuntimeClient {
    private static let version = "/2018-06-01/runtime"
    /// How often a request is sent before the API counts as gone.
    private static let attempts = 3

    private let endpoint: RuntimeEndpoint
    private var connection: Connection?
    private var buffer = [UInt8](repeating: 0, count: 64 * 1_024)

    package init(_ endpoint: RuntimeEndpoint) { self.endpoint = endpoint }

    /// Waits for the next invocation, for as long as it takes.
    package func next() throws(RuntimeError) -> Invocation {
        let (answer, _) = try send("next", "GET", "/invocation/next")
        guard answer.status == 200 else { throw refusal("next", answer) }
        return try Invocation(answer)
    }

    /// Gives the answer to an invocation.
    package func respond(_ id: String, _ body: [UInt8]) throws(RuntimeError) {
        try give("response", "/invocation/\(id)/response", [("Content-Type", "application/json")], body)
    }

    /// Says that an invocation has failed.
    package func fail(_ id: String, _ failure: Failure) throws(RuntimeError) {
        try give("error", "/invocation/\(id)/error", failure.headers, failure.body)
    }

    /// Says that the process cannot work at all; it must end after that.
    package func failInitialization(_ failure: Failure) throws(RuntimeError) {
        try give("init/error", "/init/error", failure.headers, failure.body)
    }

    private func give(
        _ operation: String, _ path: String, _ headers: [(String, String)], _ body: [UInt8]
    ) throws(RuntimeError) {
        let (answer, wasRepeated) = try send(operation, "POST", path, headers, body)
        if (200...299).contains(answer.status) { return }
        // The first attempt has come, only its answer has not: the API takes one answer to an invocation.
        if wasRepeated, answer.status == 400 || answer.status == 403 { return }
        throw refusal(operation, answer)
    }

    /// The answer, and whether the request may have come twice.
    private func send(
        _ operation: String, _ method: String, _ path: String, _ headers: [(String, String)] = [], _ body: [UInt8] = []
    ) throws(RuntimeError) -> (HTTPAnswer, wasRepeated: Bool) {
        var head = "\(method) \(Self.version)\(path) HTTP/1.1\r\nHost: \(endpoint)\r\nUser-Agent: quell\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if method == "POST" { head += "Content-Length: \(body.count)\r\n" }
        let request = Array((head + "\r\n").utf8) + body
        var attempt = 1
        while true {
            do throws(RuntimeError) {
                return (try exchange(request), attempt > 1)
            } catch {
                connection = nil
                guard error.kind == .disconnected, attempt < Self.attempts else {
                    throw RuntimeError(error.kind, operation, error.detail)
                }
                attempt += 1
            }
        }
    }

    private func exchange(_ request: [UInt8]) throws(RuntimeError) -> HTTPAnswer {
        let connection = if let kept = self.connection.take() { kept } else { try Connection(to: endpoint) }
        try connection.write(request)
        var reader = HTTPAnswerReader()
        while true {
            let bytes = try connection.read(into: &buffer)
            if bytes.isEmpty {
                guard let answer = reader.end() else {
                    throw RuntimeError(.disconnected, "answer", "The connection ended before the answer did.")
                }
                return answer
            }
            if let answer = try reader.receive(bytes) {
                if !answer.closes { self.connection = consume connection }
                return answer
            }
        }
    }

    private func refusal(_ operation: String, _ answer: HTTPAnswer) -> RuntimeError {
        let text = String(decoding: answer.body.prefix(500), as: UTF8.self)
        return RuntimeError(.refused, operation, "It answered \(answer.status): \(text)")
    }
}
