package import Engine
import Playbook

/// Something that the service does for the engine from time to time.
package struct Chore: Sendable {
    package let name: StaticString
    /// Seconds from the end of one time to the beginning of the next.
    package let pause: Double
    package let run: @Sendable (Responder) async throws -> Void

    package init(_ name: StaticString, every pause: Double, run: @escaping @Sendable (Responder) async throws -> Void) {
        self.name = name
        self.pause = pause
        self.run = run
    }

    /// Tells people of approvals that nobody gave in time.
    package static let approvals = Chore("approvals", every: 60) { responder in
        guard responder.playbook.asksForApproval else { return }
        _ = try await responder.expireApprovals()
    }
}
