import Crypto
import GRDB
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension EventInbox {
    /// Takes events in, all or none; they are durable when this answers.
    ///
    /// The very same event is kept once while it is open. One that is quarantined is tried anew when it comes again.
    package func accept(_ events: [[UInt8]], at time: Double) async throws(InboxError) -> Acceptance {
        guard reserve(events.count) else { return .full }
        var taken = 0
        defer { giveBack(events.count - taken) }
        let rows = events.map { (digest: Data(SHA256.hash(data: $0)), body: Data($0)) }
        taken = try await change { database in
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO events (digest, body, accepted) VALUES (?, ?, ?)
                    ON CONFLICT (digest) DO UPDATE SET state = 0, attempts = 0, due = 0, reason = NULL,
                        accepted = excluded.accepted WHERE state = 2
                    """)
            var changes = 0
            for row in rows {
                try statement.execute(arguments: [row.digest, row.body, time])
                changes += database.changesCount
            }
            return changes
        }
        if taken > 0 { arrivals.ring() }
        return .accepted(new: taken, known: events.count - taken)
    }

    private func reserve(_ count: Int) -> Bool {
        open.withLock { open in
            guard open + count <= limit else { return false }
            open += count
            return true
        }
    }

    func giveBack(_ count: Int) { open.withLock { $0 -= count } }
}
