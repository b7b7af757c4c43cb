package import Engine
package import SimulatedAWS
import Synchronization

/// A journal as one process sees it: the process may die at an operation, before or after it is performed, and a dead
/// process reads and writes nothing.
package final class MortalJournal: Journal {
    private let journal: any Journal
    private let life: Life
    private let end: Int
    private let isPerformed: Bool
    private let used = Mutex(0)

    package init(_ journal: any Journal, life: Life, dyingAt end: Int = .max, isPerformed: Bool = false) {
        self.journal = journal
        self.life = life
        self.end = end
        self.isPerformed = isPerformed
    }

    package var count: Int { used.withLock { $0 } }

    private func pass<Value: Sendable>(
        _ body: () async throws(JournalError) -> Value
    ) async throws(JournalError) -> Value {
        guard !life.isDead else { throw JournalError(.unavailable, "This process is dead.") }
        let index = used.withLock { used in
            used += 1
            return used
        }
        guard index == end else { return try await body() }
        if isPerformed { _ = try await body() }
        life.end()
        throw JournalError(.unavailable, "This process is dead.")
    }

    package func begin(_ execution: String, _ records: [Record], at time: String) async throws(JournalError) -> Bool {
        try await pass { () throws(JournalError) in try await journal.begin(execution, records, at: time) }
    }

    package func append(_ record: Record, to execution: String, at time: String) async throws(JournalError) -> Entry {
        try await pass { () throws(JournalError) in try await journal.append(record, to: execution, at: time) }
    }

    package func append(
        _ record: Record, to execution: String, at time: String, after sequence: Int
    ) async throws(JournalError) -> Entry? {
        try await pass { () throws(JournalError) in
            try await journal.append(record, to: execution, at: time, after: sequence)
        }
    }

    package func approvalRequests(since time: String) async throws(JournalError) -> [Entry] {
        try await pass { () throws(JournalError) in try await journal.approvalRequests(since: time) }
    }

    package func entries(of execution: String) async throws(JournalError) -> [Entry] {
        try await pass { () throws(JournalError) in try await journal.entries(of: execution) }
    }

    package func executions(withKey key: String) async throws(JournalError) -> [String] {
        try await pass { () throws(JournalError) in try await journal.executions(withKey: key) }
    }

    package func executions(newest limit: Int) async throws(JournalError) -> [String] {
        try await pass { () throws(JournalError) in try await journal.executions(newest: limit) }
    }

    package func planned(since time: String) async throws(JournalError) -> [Entry] {
        try await pass { () throws(JournalError) in try await journal.planned(since: time) }
    }

    package func claim(
        _ execution: String, by owner: LeaseOwner, until end: Double, now: Double
    ) async throws(JournalError) -> Bool {
        try await pass { () throws(JournalError) in
            try await journal.claim(execution, by: owner, until: end, now: now)
        }
    }

    package func release(_ execution: String, by owner: LeaseOwner) async throws(JournalError) {
        try await pass { () throws(JournalError) in try await journal.release(execution, by: owner) }
    }

    package func verify() async throws(JournalError) -> Verification {
        try await pass { () throws(JournalError) in try await journal.verify() }
    }
}
