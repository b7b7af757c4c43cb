import Engine
import Synchronization

/// A journal of a process that stands still just before one of its operations, while others go on.
final class PausedJournal: Journal {
    private let journal: any Journal
    private let place: Int
    private let meanwhile: @Sendable () async -> Void
    private let used = Mutex(0)

    init(_ journal: any Journal, before place: Int = .max, _ meanwhile: @escaping @Sendable () async -> Void = {}) {
        self.journal = journal
        self.place = place
        self.meanwhile = meanwhile
    }

    var count: Int { used.withLock { $0 } }

    private func pass() async {
        let index = used.withLock { used in
            used += 1
            return used
        }
        if index == place { await meanwhile() }
    }

    func begin(_ execution: String, _ records: [Record], at time: String) async throws(JournalError) -> Bool {
        await pass()
        return try await journal.begin(execution, records, at: time)
    }

    func append(_ record: Record, to execution: String, at time: String) async throws(JournalError) -> Entry {
        await pass()
        return try await journal.append(record, to: execution, at: time)
    }

    func append(
        _ record: Record, to execution: String, at time: String, after sequence: Int
    ) async throws(JournalError) -> Entry? {
        await pass()
        return try await journal.append(record, to: execution, at: time, after: sequence)
    }

    func approvalRequests(since time: String) async throws(JournalError) -> [Entry] {
        await pass()
        return try await journal.approvalRequests(since: time)
    }

    func entries(of execution: String) async throws(JournalError) -> [Entry] {
        await pass()
        return try await journal.entries(of: execution)
    }

    func executions(withKey key: String) async throws(JournalError) -> [String] {
        await pass()
        return try await journal.executions(withKey: key)
    }

    func executions(newest limit: Int) async throws(JournalError) -> [String] {
        await pass()
        return try await journal.executions(newest: limit)
    }

    func planned(since time: String) async throws(JournalError) -> [Entry] {
        await pass()
        return try await journal.planned(since: time)
    }

    func claim(
        _ execution: String, by owner: LeaseOwner, until end: Double, now: Double
    ) async throws(JournalError) -> Bool {
        await pass()
        return try await journal.claim(execution, by: owner, until: end, now: now)
    }

    func release(_ execution: String, by owner: LeaseOwner) async throws(JournalError) {
        await pass()
        try await journal.release(execution, by: owner)
    }

    func verify() async throws(JournalError) -> Verification {
        await pass()
        return try await journal.verify()
    }
}
