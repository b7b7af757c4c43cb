import ActionKit
import AWSClient
import JSON
import Synchronization

/// Reads once more what AWS refuses: what IAM was told shows after seconds, such as a role that was made just now.
///
/// It waits once for each purpose of one execution, so that what is refused for good costs its time once. Calls that change
/// something are not tried again here: each attempt has an intent of its own.
final class PatientAccess: AccountAccess {
    private let access: any AccountAccess
    private let clock: EngineClock
    /// Purposes of sessions that it has waited for.
    private let waited = Mutex<Set<String>>([])

    init(_ access: any AccountAccess, clock: EngineClock) {
        self.access = access
        self.clock = clock
    }

    func perform(_ call: Call, in session: Session) async throws(AWSError) -> JSONValue {
        do throws(AWSError) {
            return try await access.perform(call, in: session)
        } catch {
            guard error.isLateGrant, Operation.named(call.operation)?.isReadOnly ?? false,
                waited.withLock({ $0.insert(session.purpose).inserted })
            else { throw error }
            do {
                try await clock.sleep(.seconds(AWSError.grantPause))
            } catch {
                throw AWSError(kind: .timedOut, operation: call.operation, message: "The wait was cut short: \(error)")
            }
            return try await access.perform(call, in: session)
        }
    }
}

extension AWSError {
    /// How long IAM may take until it shows what it was told, in seconds.
    static let grantPause = 15.0

    /// Whether AWS may allow the same call in a moment.
    ///
    /// A role that cannot be taken is missing, or somebody has closed it; its response is `failed` and comes again.
    var isLateGrant: Bool { kind == .accessDenied && !operation.hasPrefix("sts:") }
}
