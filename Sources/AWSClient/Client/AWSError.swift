/// Why an AWS call has no answer: a closed kind for programs, and sentences for people.
package struct AWSError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// AWS refuses this caller: no permission, or an explicit deny.
        case accessDenied
        /// Too many calls; worth another try later.
        case throttled
        /// The resource is not there.
        case notFound
        /// The resource, or the same thing, is there already.
        case alreadyExists
        /// A quota is full.
        case limitExceeded
        /// The resource cannot be changed by customers, such as a service-linked role.
        case unmodifiable
        /// AWS refuses the input.
        case invalidInput
        /// AWS failed (5xx).
        case serverFailure
        /// No connection, or it broke.
        case unreachable
        case timedOut
        /// The answer is not what the service model says.
        case unreadableAnswer
        /// No credentials, or they cannot be refreshed.
        case noCredentials
        /// Credentials are expired, unknown, or signed with a wrong clock.
        case badCredentials
        /// Any other error code of the service.
        case other
    }

    package let kind: Kind
    /// Operation that failed, such as `ec2:DescribeInstances`.
    package let operation: String
    /// The service's own code, such as `InvalidGroup.NotFound`.
    package let code: String?
    /// What happened, why, and what to do, in up to three sentences.
    package let message: String
    package let requestID: String?
    /// HTTP status, when there was an answer.
    package let status: Int?

    package init(
        kind: Kind, operation: String, code: String? = nil, message: String, requestID: String? = nil,
        status: Int? = nil
    ) {
        self.kind = kind
        self.operation = operation
        self.code = code
        self.message = message
        self.requestID = requestID
        self.status = status
    }

    /// Whether the same call may succeed when it is sent again.
    package var isRetryable: Bool {
        switch kind {
        case .throttled, .serverFailure, .unreachable, .timedOut: true
        case .accessDenied, .notFound, .alreadyExists, .limitExceeded, .unmodifiable, .invalidInput,
            .unreadableAnswer, .noCredentials, .badCredentials, .other:
            false
        }
    }

    /// Whether the call may have had its effect all the same: its answer was lost, or says nothing about it.
    package var mayHaveWorked: Bool {
        switch kind {
        case .serverFailure, .unreachable, .timedOut, .unreadableAnswer: true
        case .accessDenied, .throttled, .notFound, .alreadyExists, .limitExceeded, .unmodifiable, .invalidInput,
            .noCredentials, .badCredentials, .other:
            false
        }
    }

    /// The same error with each of the secrets left out of its message.
    func hiding(_ secrets: [String]) -> AWSError {
        let seen = secrets.filter { !$0.isEmpty }.reduce(message) { $0.replacing($1, with: "(secret)") }
        return AWSError(
            kind: kind, operation: operation, code: code, message: seen, requestID: requestID, status: status)
    }

    package var description: String {
        let code = code.map { " (\($0))" } ?? ""
        let request = requestID.map { " [request \($0)]" } ?? ""
        return "\(operation) failed\(code): \(message)\(request)"
    }
}
