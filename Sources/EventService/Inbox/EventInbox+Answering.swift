import GRDB

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension EventInbox {
    /// Bytes of events that are looked at together at most, beside the first.
    private static let batchBytes = 4_000_000

    /// The oldest events that nobody has looked at yet.
    func arrived(_ most: Int = 256) async throws(InboxError) -> [InboxEvent] {
        try await change { database in
            let rows = try Row.fetchCursor(
                database.cachedStatement(
                    sql: "SELECT id, body, accepted, attempts FROM events WHERE state = 0 ORDER BY due, id LIMIT ?"),
                arguments: [most])
            var events: [InboxEvent] = []
            var bytes = 0
            while bytes < Self.batchBytes, let row = try rows.next() {
                let event = try Self.event(row)
                events.append(event)
                bytes += event.body.count
            }
            return events
        }
    }

    /// Ends the look at events: some are answered, the others are ready to be.
    func sort(answered: [Int64], ready: [Int64]) async throws(InboxError) {
        let gone = try await change { database in
            let gone = try Self.delete(answered, database)
            let statement = try database.cachedStatement(sql: "UPDATE events SET state = 1 WHERE id = ? AND state = 0")
            for id in ready { try statement.execute(arguments: [id]) }
            return gone
        }
        giveBack(gone)
        if !ready.isEmpty { readiness.ring() }
    }

    /// Takes the event that is due the longest; nil when none is.
    ///
    /// That it was taken is durable, so that an event which ends the process is not tried for ever.
    func take(at time: Double) async throws(InboxError) -> InboxEvent? {
        try await change { database in
            let row = try Row.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT id, body, accepted, attempts + 1 AS attempts FROM events
                        WHERE state = 1 AND due <= ? ORDER BY due, id LIMIT 1
                        """), arguments: [time])
            guard let row else { return nil }
            let event = try Self.event(row)
            try database.cachedStatement(sql: "UPDATE events SET state = 3, attempts = ? WHERE id = ?")
                .execute(arguments: [event.attempts, event.id])
            return event
        }
    }

    /// The event is answered.
    func finish(_ id: Int64) async throws(InboxError) {
        giveBack(try await change { try Self.delete([id], $0) })
    }

    /// The event was not answered and is tried again at a time; where `isCounted` is false, as if it had not been taken.
    func putBack(_ id: Int64, until due: Double, isCounted: Bool) async throws(InboxError) {
        try await change { database in
            try database.cachedStatement(
                sql: "UPDATE events SET state = 1, due = ?, attempts = attempts - ? WHERE id = ? AND state = 3"
            ).execute(arguments: [due, isCounted ? 0 : 1, id])
        }
    }

    /// The event is not tried again by itself.
    func quarantine(_ id: Int64, because reason: String) async throws(InboxError) {
        let count = try await change { database in
            try database.cachedStatement(sql: "UPDATE events SET state = 2, reason = ? WHERE id = ? AND state = 3")
                .execute(arguments: [reason, id])
            return database.changesCount
        }
        giveBack(count)
    }

    private static func delete(_ ids: [Int64], _ database: Database) throws -> Int {
        let statement = try database.cachedStatement(sql: "DELETE FROM events WHERE id = ?")
        var count = 0
        for id in ids {
            try statement.execute(arguments: [id])
            count += database.changesCount
        }
        return count
    }

    private static func event(_ row: Row) throws -> InboxEvent {
        let body: Data = try row.decode(forColumn: "body")
        return InboxEvent(
            id: try row.decode(forColumn: "id"), body: Array(body), accepted: try row.decode(forColumn: "accepted"),
            attempts: try row.decode(forColumn: "attempts"))
    }
}
