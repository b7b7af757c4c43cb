/// The Runtime API cannot be talked to; Lambda starts a new process in place of one that ends so.
package struct RuntimeError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable {
        /// AWS_LAMBDA_RUNTIME_API is missing or is no address.
        case noEndpoint
        /// There is no connection, or it ended before a whole answer.
        case disconnected
        /// The answer is not HTTP as the Runtime API speaks it.
        case unreadableAnswer
        /// The API refused what was sent to it.
        case refused
    }

    package let kind: Kind
    /// What was asked of the API, such as `next`.
    package let operation: String
    package let detail: String

    package init(_ kind: Kind, _ operation: String, _ detail: String) {
        self.kind = kind
        self.operation = operation
        self.detail = detail
    }

    package var description: String { "Lambda's Runtime API, \(operation): \(detail)" }
}
