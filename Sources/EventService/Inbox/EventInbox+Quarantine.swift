import GRDB
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension EventInbox {
    /// Events that could not be answered, oldest first.
    package func quarantined() async throws(InboxError) -> [QuarantinedEvent] {
        try await change { database in
            try Row.fetchAll(database, sql: "SELECT * FROM events WHERE state = 2 ORDER BY id").map { row in
                let body: Data = try row.decode(forColumn: "body")
                return QuarantinedEvent(
                    id: try row.decode(forColumn: "id"), accepted: try row.decode(forColumn: "accepted"),
                    attempts: try row.decode(forColumn: "attempts"), reason: row["reason"] ?? "", body: Array(body))
            }
        }
    }

    /// Has quarantined events tried anew: those of the ids, or all; answers how many.
    ///
    /// May be called beside the service, in another process.
    package func redrive(_ ids: [Int64]?) async throws(InboxError) -> Int {
        let count = try await change { database in
            let set = "UPDATE events SET state = 0, attempts = 0, due = 0, reason = NULL WHERE state = 2"
            guard let ids else {
                try database.execute(sql: set)
                return database.changesCount
            }
            return try ids.reduce(0) { count, id in
                try database.execute(sql: set + " AND id = ?", arguments: [id])
                return count + database.changesCount
            }
        }
        giveBack(-count)
        return count
    }

    /// Counts anew, also what another process has changed meanwhile.
    package func level() async throws(InboxError) -> InboxLevel {
        try await change { [self] database in
            let arrived = try Self.count("state = 0", database)
            let waiting = try Self.count("state IN (1, 3)", database)
            // Between two transactions nothing but reservations are in the number, and those end by themselves.
            open.withLock { $0 = max($0, arrived + waiting) }
            let oldest = try Double.fetchOne(
                database, sql: "SELECT accepted FROM events WHERE state <> 2 ORDER BY id LIMIT 1")
            return InboxLevel(
                arrived: arrived, open: arrived + waiting, quarantined: try Self.count("state = 2", database),
                oldest: oldest)
        }
    }
}
