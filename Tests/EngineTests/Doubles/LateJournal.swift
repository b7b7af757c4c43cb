import Engine
import Synchronization

/// A journal in which another process writes a plan just before the first plan of this one.
final class LateJournal: ForwardingJournal {
    let journal: any Journal
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

    func append(
        _ record: Record, to execution: String, at time: String, after sequence: Int
    ) async throws(JournalError) -> Entry? {
        try await insert(before: record, at: time)
        return try await journal.append(record, to: execution, at: time, after: sequence)
    }
}
