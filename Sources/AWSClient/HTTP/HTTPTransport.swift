/// Sends one HTTP request and answers with the whole response.
package protocol HTTPTransport: Sendable {
    /// Throws `.unreachable` when there was no connection and `.timedOut` when there was no answer in time.
    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse
}

/// Why there is no answer, and whether the request may have reached the other side.
package struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable { case unreachable, timedOut, unreadable }
    package let kind: Kind
    /// Whether the request was certainly not acted on.
    package let isUnsent: Bool
    package let description: String

    package init(_ kind: Kind, isUnsent: Bool, _ description: String) {
        self.kind = kind
        self.isUnsent = isUnsent
        self.description = description
    }
}
