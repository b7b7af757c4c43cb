import ActionKit
package import Engine
import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The journal in one SQLite file, durable before it answers (`synchronous=FULL`, write-ahead log).
///
/// Several processes of one machine may use the file at once.
package final class SQLiteJournal: Journal {
    private let queue: DatabaseQueue
    private let path: String

    /// Opens the file, and makes it when there is none; its folder must exist and be writable.
    package init(path: String) throws(JournalError) {
        self.path = path
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            }
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try Self.migrate(queue)
        } catch {
            throw JournalError(
                .unavailable,
                "The journal \(path) cannot be opened: \(error). Nothing is changed without a journal. "
                    + "Name a file in a folder you can write to with --journal.")
        }
    }

    /// A journal in memory, for runs that only read and find none.
    package static func empty() throws(JournalError) -> SQLiteJournal { try SQLiteJournal(path: ":memory:") }

    /// Plans that contain and are not held.
    ///
    /// Most are of other phases, and in a flood of findings most are held: their records are not worth reading. A text in a
    /// record has its quotes escaped, so it is never taken for these.
    private static let plans = """
        kind = 'planned' AND instr(record, '"phase":"contain"') > 0 AND instr(record, '"held":{"cause":') = 0
        """

    private static func migrate(_ queue: DatabaseQueue) throws {
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS entries (
                        sequence INTEGER PRIMARY KEY, execution TEXT NOT NULL, time TEXT NOT NULL, kind TEXT NOT NULL,
                        record TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
                    CREATE INDEX IF NOT EXISTS entries_of_execution ON entries (execution, sequence);
                    CREATE INDEX IF NOT EXISTS entries_of_kind ON entries (kind, time);
                    CREATE INDEX IF NOT EXISTS entries_of_plans ON entries (time, sequence) WHERE \(plans);
                    CREATE TABLE IF NOT EXISTS executions (
                        execution TEXT PRIMARY KEY, key TEXT, generation INTEGER, began INTEGER NOT NULL);
                    CREATE UNIQUE INDEX IF NOT EXISTS executions_of_key ON executions (key, generation);
                    CREATE TABLE IF NOT EXISTS leases (execution TEXT PRIMARY KEY, owner TEXT NOT NULL, until REAL NOT NULL);
                    """)
        }
    }

    package func begin(
        _ execution: String, _ records: [Engine.Record], at time: String
    ) async throws(JournalError) -> Bool {
        try await write { database in
            try Self.insert(Beginning(execution: execution, records: records), time, in: database)
        }
    }

    package func begin(_ beginnings: [Beginning], at time: String) async throws(JournalError) {
        try await write { database in
            for beginning in beginnings { _ = try Self.insert(beginning, time, in: database) }
        }
    }

    /// False when the execution's id is there already.
    private static func insert(_ beginning: Beginning, _ time: String, in database: Database) throws -> Bool {
        let execution = beginning.execution
        let known = try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM executions WHERE execution = ?)"),
            arguments: [execution])
        if known ?? false { return false }
        let entries = try beginning.records.map { try insert($0, execution, time, in: database) }
        let admission = beginning.records.lazy.compactMap { record -> Admission? in
            guard case .admitted(let admission) = record else { return nil }
            return admission
        }.first
        try database.cachedStatement(
            sql: "INSERT INTO executions (execution, key, generation, began) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [execution, admission?.key, admission?.generation, entries.first?.sequence ?? 0])
        return true
    }

    package func append(
        _ record: Engine.Record, to execution: String, at time: String
    ) async throws(JournalError) -> Entry {
        try await write { database in try Self.insert(record, execution, time, in: database) }
    }

    package func append(
        _ record: Engine.Record, to execution: String, at time: String, after sequence: Int
    ) async throws(JournalError) -> Entry? {
        try await write { database in
            let last = try Int.fetchOne(
                database, sql: "SELECT MAX(sequence) FROM entries WHERE execution = ?", arguments: [execution])
            guard last == sequence else { return nil }
            return try Self.insert(record, execution, time, in: database)
        }
    }

    package func approvalRequests(since time: String) async throws(JournalError) -> [Entry] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM entries WHERE kind = 'approval-requested' AND time >= ? ORDER BY sequence",
                arguments: [time]
            ).map(Self.entry)
        }
    }

    private static func insert(
        _ record: Engine.Record, _ execution: String, _ time: String, in database: Database
    ) throws -> Entry {
        let last = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT sequence, hash FROM entries ORDER BY sequence DESC LIMIT 1"))
        let entry = try Entry(
            record, sequence: (last?["sequence"] ?? 0) + 1, execution: execution, time: time,
            previous: last?["hash"] ?? Entry.origin)
        try database.cachedStatement(
            sql:
                "INSERT INTO entries (sequence, execution, time, kind, record, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)"
        ).execute(
            arguments: [
                entry.sequence, execution, time, record.kind, entry.text, entry.previous, entry.hash,
            ])
        return entry
    }

    package func entries(of execution: String) async throws(JournalError) -> [Entry] {
        try await entries(of: execution, after: 0)
    }

    package func entries(of execution: String, after sequence: Int) async throws(JournalError) -> [Entry] {
        try await read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: "SELECT * FROM entries WHERE execution = ? AND sequence > ? ORDER BY sequence"),
                arguments: [execution, sequence]
            ).map(Self.entry)
        }
    }

    package func executions(withKey key: String) async throws(JournalError) -> [String] {
        try await read { database in
            try String.fetchAll(
                database, sql: "SELECT execution FROM executions WHERE key = ? ORDER BY generation", arguments: [key])
        }
    }

    package func executions(newest limit: Int) async throws(JournalError) -> [String] {
        try await read { database in
            try String.fetchAll(
                database, sql: "SELECT execution FROM executions ORDER BY began DESC LIMIT ?", arguments: [limit])
        }
    }

    package func planned(since time: String) async throws(JournalError) -> [Entry] {
        try await planned(since: time, after: 0)
    }

    package func planned(since time: String, after sequence: Int) async throws(JournalError) -> [Entry] {
        try await read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT * FROM entries INDEXED BY entries_of_plans
                        WHERE \(Self.plans) AND time >= ? AND sequence > ? ORDER BY sequence
                        """),
                arguments: [time, sequence]
            ).map(Self.entry).filter { entry in
                guard case .planned(let planned) = entry.record else { return false }
                return planned.phase == .contain && planned.held == nil
            }
        }
    }

    package func claim(
        _ execution: String, by owner: LeaseOwner, until end: Double, now: Double
    ) async throws(JournalError) -> Bool {
        try await write { database in
            let text = try Canonical.text(owner)
            if let row = try Row.fetchOne(
                database, sql: "SELECT owner, until FROM leases WHERE execution = ?", arguments: [execution])
            {
                let holder: String = row["owner"]
                let until: Double = row["until"]
                guard holder == text || until <= now || Self.isDead(holder, seenFrom: owner) else { return false }
            }
            try database.execute(
                sql: "INSERT OR REPLACE INTO leases (execution, owner, until) VALUES (?, ?, ?)",
                arguments: [execution, text, end])
            return true
        }
    }

    /// Whether the holder was a process of this machine that has ended.
    private static func isDead(_ holder: String, seenFrom owner: LeaseOwner) -> Bool {
        guard let holder = try? Canonical.value(LeaseOwner.self, from: holder), holder.host == owner.host,
            holder.process != owner.process, let process = pid_t(exactly: holder.process)
        else { return false }
        return kill(process, 0) == -1 && errno == ESRCH
    }

    package func release(_ execution: String, by owner: LeaseOwner) async throws(JournalError) {
        try await write { database in
            try database.execute(
                sql: "DELETE FROM leases WHERE execution = ? AND owner = ?",
                arguments: [execution, try Canonical.text(owner)])
        }
    }

    package func verify() async throws(JournalError) -> Verification {
        try await read { database in
            var link = ChainWalk()
            let rows = try Row.fetchCursor(database, sql: "SELECT * FROM entries ORDER BY sequence")
            while let row = try rows.next() {
                // What is no text any more reads as an empty one, which no hash fits.
                func text(_ column: String) -> String { (try? row.decode(String.self, forColumn: column)) ?? "" }
                guard
                    link.accepts(
                        text: text("record"), sequence: row["sequence"], execution: text("execution"),
                        time: text("time"), previous: text("previous"), hash: text("hash"), kind: text("kind"))
                else { break }
            }
            return link.verification
        }
    }

    private static func entry(_ row: Row) throws -> Entry {
        try Entry(
            text: row.decode(forColumn: "record"), sequence: row.decode(forColumn: "sequence"),
            execution: row.decode(forColumn: "execution"), time: row.decode(forColumn: "time"),
            previous: row.decode(forColumn: "previous"), hash: row.decode(forColumn: "hash"))
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(JournalError) -> Value {
        do {
            return try await queue.read(body)
        } catch {
            throw failure("read", error)
        }
    }

    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(JournalError) -> Value {
        do {
            return try await queue.write(body)
        } catch {
            throw failure("written", error)
        }
    }

    private func failure(_ verb: String, _ error: any Error) -> JournalError {
        guard error is DecodingError || error is RowDecodingError else {
            return JournalError(
                .unavailable, "The journal \(path) cannot be \(verb): \(error). Nothing more is changed without it.")
        }
        return JournalError(
            .damaged, "The journal \(path) holds an entry that cannot be read: \(error). Run: quell journal verify")
    }
}
