import Engine
import Synchronization

/// A journal in which another process writes a plan just before the first plan of this one.
final class LateJournal: Journal {
    private let journal: any Journal
    private let record: Mutex<Record?>

    init(_ journal: any Journal, inserting record: Record) {
        self.journal = journal
        self.record = Mutex(record)
    }

    private func insert(before record: Record, at time: String) async throws(JournalError) {
        guard record.kind == "planned" else { return }
        let other = self.record.withLock { other in
            let record = other
            other = nil
            return record
        }
        if let other { try await journal.append(other, to: "another", at: time) }
    }

    func append(_ record: Record, to execution: String, at time: String) async throws(JournalError) -> Entry {
        try await insert(before: record, at: time)
        return try await journal.append(record, to: execution, at: time)
    }

    func begin(_ execution: String, _ records: [Record], at time: String) async throws(JournalError) -> Bool {
        try await journal.begin(execution, records, at: time)
    }

    func append(
        _ record: Record, to execution: String, at time: String, after sequence: Int
    ) async throws(JournalError) -> Entry? {
        try await insert(before: record, at: time)
        return try await journal.append(record, to: execution, at: time, after: sequence)
    }

    func approvalRequests(since time: String) async throws(JournalError) -> [Entry] {
        try await journal.approvalRequests(since: time)
    }

    func entries(of execution: String) async throws(JournalError) -> [Entry] {
        try await journal.entries(of: execution)
    }

    func executions(withKey key: String) async throws(JournalError) -> [String] {
        try await journal.executions(withKey: key)
    }

    func executions(newest limit: Int) async throws(JournalError) -> [String] {
        try await journal.executions(newest: limit)
    }

    func planned(since time: String) async throws(JournalError) -> [Entry] { try await journal.planned(since: time) }

    func claim(
        _ execution: String, by owner: LeaseOwner, until end: Double, now: Double
    ) async throws(JournalError) -> Bool { try await journal.claim(execution, by: owner, until: end, now: now) }

    func release(_ execution: String, by owner: LeaseOwner) async throws(JournalError) {
        try await journal.release(execution, by: owner)
    }

    func verify() async throws(JournalError) -> Verification { try await journal.verify() }
}
