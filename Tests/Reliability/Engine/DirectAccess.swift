package import AWSClient
package import ActionKit
package import Engine
package import JSON
package import SimulatedAWS
import Synchronization

/// Calls under the same roles and session policies as over the wire, without making the sessions.
package final class DirectAccess: AccountAccess {
    private let aws: SimulatedAWS
    private let life: Life
    private let last = Mutex<Caller?>(nil)

    /// Who calls in a session.
    private struct Caller {
        let account: String
        let session: Session
        let principal: Principal
    }

    package init(aws: SimulatedAWS, life: Life) {
        self.aws = aws
        self.life = life
    }

    package func perform(_ call: Call, in session: Session) async throws(AWSError) -> JSONValue {
        guard let operation = Operation.named(call.operation) else {
            throw AWSError(kind: .invalidInput, operation: call.operation, message: "There is no such operation.")
        }
        return try aws.perform(
            operation, call.input, region: call.region, as: principal(call.account, session), life: life)
    }

    private func principal(_ account: String?, _ session: Session) -> Principal {
        guard let account else {
            return .session(
                of: Scenery.engineRole, path: "/quell/", account: Scenery.home, name: "engine", policy: nil)
        }
        // Calls of one session follow one another.
        return last.withLock { last in
            if let last, last.account == account, last.session == session { return last.principal }
            let principal = Principal.session(
                of: "Security-IR-Role-\(session.purpose)", path: "/quell/", account: account,
                name: "quell-\(session.execution)", policy: session.policy)
            last = Caller(account: account, session: session, principal: principal)
            return principal
        }
    }
}
