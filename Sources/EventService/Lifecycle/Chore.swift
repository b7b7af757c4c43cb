package import Engine
import JSON
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

    /// Does what is due by itself: looks whether containments hold, goes on with what a process left in the middle, and
    /// tells people of approvals that nobody gave in time.
    package static func tending(_ log: Log) -> Chore {
        Chore("tend", every: 5) { responder in
            for one in try await responder.tend() {
                log.write(one.kind == .settled ? .info : .warning, "tended", one.json.object ?? [:])
            }
        }
    }
}
