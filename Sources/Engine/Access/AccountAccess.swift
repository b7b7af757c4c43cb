package import ActionKit
package import AWSClient
package import JSON

/// Performs calls in the accounts they belong to: the engine's only way to AWS.
package protocol AccountAccess: Sendable {
    /// Performs one call with credentials that allow no more than the session's policy. Pages are followed and joined.
    func perform(_ call: Call, in session: Session) async throws(AWSError) -> JSONValue
}

/// For whom and for what credentials are taken: ends up in the session's name, its source identity and its policy.
package struct Session: Hashable, Sendable {
    package let execution: String
    /// IAM policy document that cuts the role's permissions down; nil only where the credentials are the engine's own.
    package let policy: String?
    /// What the session is for: `read`, the id of an action, or `undo-` and the id of one.
    ///
    /// It chooses the role where each action has its own.
    package let purpose: String

    package init(execution: String, policy: String?, purpose: String = Session.reading) {
        self.execution = execution
        self.policy = policy
        self.purpose = purpose
    }
}

extension Session {
    /// The purpose of sessions that only read.
    package static let reading = "read"

    /// The purpose of sessions that take the changes of an action back.
    package static func undoing(_ action: String) -> String { "undo-\(action)" }
}

/// Time as the engine knows it; decisions never read it elsewhere.
package struct EngineClock: Sendable {
    /// Seconds since 1970.
    package let now: @Sendable () -> Double
    package let sleep: @Sendable (Duration) async throws -> Void

    package init(now: @escaping @Sendable () -> Double, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }
}

/// Reads for an action under a session; refuses to write.
struct SessionReader: Reader {
    let access: any AccountAccess
    let session: Session

    func read(_ call: Call) async throws(AWSError) -> JSONValue {
        guard let operation = Operation.named(call.operation), operation.isReadOnly else {
            throw AWSError(
                kind: .invalidInput, operation: call.operation,
                message: "An action may only read; \(call.operation) is not an operation that only reads.")
        }
        return try await access.perform(call, in: session)
    }
}
