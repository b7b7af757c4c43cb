import Engine
import Synchronization

/// A journal that stops answering at its N-th operation, as if the process had died there.
final class FaultyJournal: Journal {
    private let journal: any Journal
    private let limit: Int
    /// Whether the operation at which it stops is still performed.
    private let isLost: Bool
    private let used = Mutex(0)

    init(_ journal: any Journal, stoppingAt limit: Int = .max, isLost: Bool = false) {
        self.journal = journal
        self.limit = limit
        self.isLost = isLost
    }

    var count: Int { used.withLock { $0 } }

    private func pass<Value: Sendable>(
        _ body: () async throws(JournalError) -> Value
    ) async throws(JournalError) -> Value {
        let index = used.withLock { used in
            used += 1
            return used
        }
        guard index >= limit else { return try await body() }
        if index == limit, isLost { _ = try await body() }
        throw JournalError(.unavailable, "Injected.")
    }

    func begin(_ execution: String, _ records: [Record], at time: String) async throws(JournalError) -> Bool {
        try await pass { () throws(JournalError) in try await journal.begin(execution, records, at: time) }
    }

    func append(_ record: Record, to execution: String, at time: String) async throws(JournalError) -> Entry {
        try await pass { () throws(JournalError) in try await journal.append(record, to: execution, at: time) }
    }

    func append(
        _ record: Record, to execution: String, at time: String, after sequence: Int
    ) async throws(JournalError) -> Entry? {
        try await pass { () throws(JournalError) in
            try await journal.append(record, to: execution, at: time, after: sequence)
        }
    }

    func approvalRequests(since time: String) async throws(JournalError) -> [Entry] {
        try await pass { () throws(JournalError) in try await journal.approvalRequests(since: time) }
    }

    func entries(of execution: String) async throws(JournalError) -> [Entry] {
        try await pass { () throws(JournalError) in try await journal.entries(of: execution) }
    }

    func executions(withKey key: String) async throws(JournalError) -> [String] {
        try await pass { () throws(JournalError) in try await journal.executions(withKey: key) }
    }

    func executions(newest limit: Int) async throws(JournalError) -> [String] {
        try await pass { () throws(JournalError) in try await journal.executions(newest: limit) }
    }

    func planned(since time: String) async throws(JournalError) -> [Entry] {
        try await pass { () throws(JournalError) in try await journal.planned(since: time) }
    }

    func claim(
        _ execution: String, by owner: LeaseOwner, until end: Double, now: Double
    ) async throws(JournalError) -> Bool {
        try await pass { () throws(JournalError) in
            try await journal.claim(execution, by: owner, until: end, now: now)
        }
    }

    func release(_ execution: String, by owner: LeaseOwner) async throws(JournalError) {
        try await pass { () throws(JournalError) in try await journal.release(execution, by: owner) }
    }

    func verify() async throws(JournalError) -> Verification {
        try await pass { () throws(JournalError) in try await journal.verify() }
    }
}
