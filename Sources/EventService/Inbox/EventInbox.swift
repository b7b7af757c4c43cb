import GRDB
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Events that were accepted and are not answered yet: one SQLite file, durable before anything is accepted.
///
/// It is apart from the journal, so that accepting never waits for what the engine writes. An event leaves it when the
/// journal has the answer; a crash in between has the event answered again, which the engine recognizes.
package final class EventInbox: Sendable {
    /// What is to be done about an event, as it stands in the file.
    enum State: Int, Sendable {
        /// Not looked at yet.
        case arrived = 0
        /// Leads to a response, when it is due.
        case ready = 1
        case quarantined = 2
        /// A response is being made.
        case taken = 3
    }

    /// How often an event is tried before it is quarantined.
    package static let attempts = 5

    /// Rings when events have been accepted.
    let arrivals = Bell()
    /// Rings when events are ready to be answered.
    let readiness = Bell()

    let commits: GroupCommit
    let limit: Int
    /// Open events, those included that are being accepted.
    let open: Mutex<Int>
    let path: String
    private let lock: InboxLock?

    /// Opens the file, and makes it when there is none; its folder must exist and be writable.
    ///
    /// The service of an inbox works on it alone: `isService` takes that right, and takes up what a service before it
    /// left. `limit` is the most events that may be open.
    package init(path: String, limit: Int = 200_000, isService: Bool = true) throws(InboxError) {
        self.path = path
        self.limit = limit
        if isService {
            guard let lock = try InboxLock(path: path + ".lock") else {
                throw InboxError(
                    .inUse,
                    "Another process works on the inbox \(path). End it, or name another file with --inbox.")
            }
            self.lock = lock
        } else {
            lock = nil
        }
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.write(Self.makeTable)
            if isService { try queue.write(Self.takeUp) }
            open = Mutex(try queue.read { try Self.count("state <> 2", $0) })
            commits = GroupCommit(queue)
        } catch {
            throw InboxError(
                .unavailable,
                "The inbox \(path) cannot be opened: \(error). Name a file in a folder you can write to with --inbox.")
        }
    }

    private static func makeTable(_ database: Database) throws {
        // AUTOINCREMENT: an id is never given twice, so that who still works on one never deletes another.
        try database.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS events (
                    id INTEGER PRIMARY KEY AUTOINCREMENT, digest BLOB NOT NULL UNIQUE, body BLOB NOT NULL,
                    accepted REAL NOT NULL, state INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
                    due REAL NOT NULL DEFAULT 0, reason TEXT);
                CREATE INDEX IF NOT EXISTS events_by_state ON events (state, due, id);
                """)
    }

    /// Gives back what a process had taken that has ended; what it has ended over too often is quarantined.
    private static func takeUp(_ database: Database) throws {
        let reason = "The process ended \(attempts) times while it answered this event."
        try database.execute(
            sql: "UPDATE events SET state = 2, reason = ? WHERE state = 3 AND attempts >= ?",
            arguments: [reason, attempts])
        try database.execute(sql: "UPDATE events SET state = 1 WHERE state = 3")
    }

    static func count(_ condition: String, _ database: Database) throws -> Int {
        try Int.fetchOne(database.cachedStatement(sql: "SELECT COUNT(*) FROM events WHERE \(condition)")) ?? 0
    }

    /// Every change and every look goes through here; the error is the same for all.
    func change<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(InboxError) -> Value {
        do {
            return try await commits.write(body)
        } catch {
            throw InboxError(.unavailable, "The inbox \(path) cannot be written: \(error). Nothing was accepted.")
        }
    }
}
