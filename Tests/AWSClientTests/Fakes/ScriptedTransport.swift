import AWSClient
import Synchronization
import Testing

/// A network that answers a script line by line, and refuses every request that the script does not foresee.
final class ScriptedTransport: HTTPTransport {
    struct Line: Sendable {
        /// Method and URL, and the operation of a query request:
        /// `POST https://sts.eu-central-1.amazonaws.com/ AssumeRole`.
        let request: String
        let result: Result<HTTPResponse, TransportError>

        init(_ request: String, _ response: HTTPResponse) {
            self.request = request
            result = .success(response)
        }

        init(_ request: String, failing error: TransportError) {
            self.request = request
            result = .failure(error)
        }
    }

    private struct State {
        var lines: [Line]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    init(_ lines: [Line] = []) { state = Mutex(State(lines: lines)) }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }

    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
        // A network takes time: other callers run meanwhile.
        for _ in 0..<20 { await Task.yield() }
        let title = Self.title(request)
        let line = state.withLock { state -> Line? in
            state.requests.append(request)
            return state.lines.isEmpty ? nil : state.lines.removeFirst()
        }
        guard let line, line.request == title else {
            Issue.record("The script has \(line?.request ?? "no line left") where \(title) was sent.")
            throw TransportError(.unreachable, isUnsent: false, "\(title) is not in the script.")
        }
        return try line.result.get()
    }

    /// Records an issue when the script was not played to its end.
    func expectEnd(_ location: SourceLocation = #_sourceLocation) {
        let left = state.withLock { $0.lines.map(\.request) }
        #expect(left.isEmpty, sourceLocation: location)
    }

    private static func title(_ request: HTTPRequest) -> String {
        let action = form(request)["Action"].map { " \($0)" } ?? ""
        return "\(request.method) \(request.url)\(action)"
    }

    /// The fields of a query request, percent-encoded as they were sent.
    static func form(_ request: HTTPRequest) -> [String: String] {
        let items = String(decoding: request.body, as: UTF8.self).split(separator: "&")
        return Dictionary(
            items.map { item in
                let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), parts.count == 2 ? String(parts[1]) : "")
            }, uniquingKeysWith: { $1 })
    }
}

extension HTTPRequest {
    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}

extension HTTPResponse {
    static func text(_ text: String, status: Int = 200, headers: [HTTPHeader] = []) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers, body: Array(text.utf8))
    }

    /// An answer of STS with credentials, as `operation` wraps them.
    static func sts(_ operation: String, key: String, expires: String = "2026-11-25T08:00:00Z") -> HTTPResponse {
        .text(
            """
            <\(operation)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(operation)Result><Credentials>
            <AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>secret of \(key)</SecretAccessKey>
            <SessionToken>token of \(key)</SessionToken><Expiration>\(expires)</Expiration>
            </Credentials></\(operation)Result></\(operation)Response>
            """)
    }

    static let identity = HTTPResponse.text(
        """
        <GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account>
        </GetCallerIdentityResult></GetCallerIdentityResponse>
        """)

    /// What a query service says when it says no.
    static func error(
        _ code: String, status: Int = 400, message: String = "No.", headers: [HTTPHeader] = []
    ) -> HTTPResponse {
        .text(
            "<ErrorResponse><Error><Code>\(code)</Code><Message>\(message)</Message></Error>"
                + "<RequestId>r-1</RequestId></ErrorResponse>",
            status: status, headers: headers)
    }
}
