import Engine
import Synchronization

/// A journal that may not show one plan yet, as one that is read in pages while others write.
final class GappyJournal: Journal {
    private let journal: any Journal
    private let hidden = Mutex<Int?>(nil)

    init(_ journal: any Journal) { self.journal = journal }

    func hide(_ sequence: Int?) { hidden.withLock { $0 = sequence } }

    func planned(since time: String) async throws(JournalError) -> [Entry] {
        let sequence = hidden.withLock { $0 }
        return try await journal.planned(since: time).filter { $0.sequence != sequence }
    }

    func begin(_ execution: String, _ records: [Record], at time: String) async throws(JournalError) -> Bool {
        try await journal.begin(execution, records, at: time)
    }

    func append(_ record: Record, to execution: String, at time: String) async throws(JournalError) -> Entry {
        try await journal.append(record, to: execution, at: time)
    }

    func append(
        _ record: Record, to execution: String, at time: String, after sequence: Int
    ) async throws(JournalError) -> Entry? {
        try await journal.append(record, to: execution, at: time, after: sequence)
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

    func approvalRequests(since time: String) async throws(JournalError) -> [Entry] {
        try await journal.approvalRequests(since: time)
    }

    func claim(
        _ execution: String, by owner: LeaseOwner, until end: Double, now: Double
    ) async throws(JournalError) -> Bool { try await journal.claim(execution, by: owner, until: end, now: now) }

    func release(_ execution: String, by owner: LeaseOwner) async throws(JournalError) {
        try await journal.release(execution, by: owner)
    }

    func verify() async throws(JournalError) -> Verification { try await journal.verify() }
}
