import Engine
import Synchronization

/// A journal as one process sees it that breaks what journals promise.
final class BrokenJournal: Journal {
    private let journal: any Journal
    private let flaws: Set<JournalFlaw>
    /// An intent that is not written yet.
    private let kept = Mutex<Record?>(nil)

    init(_ journal: any Journal, _ flaws: Set<JournalFlaw>) {
        self.journal = journal
        self.flaws = flaws
    }

    private func has(_ flaw: JournalFlaw) -> Bool { flaws.contains(flaw) }

    /// An entry that is not there.
    private func pretended(
        _ record: Record, _ execution: String, _ time: String, _ sequence: Int
    ) throws(JournalError) -> Entry {
        do {
            return try Entry(
                record, sequence: sequence, execution: execution, time: time, previous: Entry.origin)
        } catch {
            throw JournalError(.damaged, "\(error)")
        }
    }

    func begin(_ execution: String, _ records: [Record], at time: String) async throws(JournalError) -> Bool {
        if has(.beginsAgain), try await !journal.entries(of: execution).isEmpty {
            for record in records { try await journal.append(record, to: execution, at: time) }
            return true
        }
        return try await journal.begin(execution, records, at: time)
    }

    func append(_ record: Record, to execution: String, at time: String) async throws(JournalError) -> Entry {
        let last = try await journal.entries(of: execution).last?.sequence ?? 0
        return try await write(record, execution, time, after: last)
    }

    func append(
        _ record: Record, to execution: String, at time: String, after sequence: Int
    ) async throws(JournalError) -> Entry? {
        let last = try await journal.entries(of: execution).last?.sequence ?? 0
        guard last == sequence || has(.writesUnconditionally) else { return nil }
        return try await write(record, execution, time, after: last)
    }

    private func write(
        _ record: Record, _ execution: String, _ time: String, after last: Int
    ) async throws(JournalError) -> Entry {
        if flaws.contains(where: { $0.loses(record) }) { return try pretended(record, execution, time, last) }
        if has(.writesIntentsLate), case .intent = record {
            kept.withLock { $0 = record }
            return try pretended(record, execution, time, last)
        }
        let entry = try await journal.append(record, to: execution, at: time)
        if has(.writesTwice) { return try await journal.append(record, to: execution, at: time) }
        let late = kept.withLock { kept in
            let late = kept
            kept = nil
            return late
        }
        if let late { return try await journal.append(late, to: execution, at: time) }
        return entry
    }

    func approvalRequests(since time: String) async throws(JournalError) -> [Entry] {
        try await journal.approvalRequests(since: time)
    }

    func entries(of execution: String) async throws(JournalError) -> [Entry] {
        let entries = try await journal.entries(of: execution)
        return has(.hidesTheLast) ? entries.dropLast() : entries
    }

    func executions(withKey key: String) async throws(JournalError) -> [String] {
        has(.forgetsKeys) ? [] : try await journal.executions(withKey: key)
    }

    func executions(newest limit: Int) async throws(JournalError) -> [String] {
        try await journal.executions(newest: limit)
    }

    func planned(since time: String) async throws(JournalError) -> [Entry] { try await journal.planned(since: time) }

    func claim(
        _ execution: String, by owner: LeaseOwner, until end: Double, now: Double
    ) async throws(JournalError) -> Bool {
        let until = has(.leasesNeverEnd) ? .infinity : end
        let isGranted = try await journal.claim(execution, by: owner, until: until, now: now)
        return isGranted || has(.leasesToAll)
    }

    func release(_ execution: String, by owner: LeaseOwner) async throws(JournalError) {
        try await journal.release(execution, by: owner)
    }

    func verify() async throws(JournalError) -> Verification { try await journal.verify() }
}
