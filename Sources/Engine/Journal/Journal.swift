/// Where executions are written down: append-only, hash-chained, durable before it answers.
///
/// Every implementation passes the same tests (`JournalContract`).
package protocol Journal: Sendable {
    /// Begins an execution with its first two records, in one transaction; false when its id is there already.
    func begin(_ execution: String, _ records: [Record], at time: String) async throws(JournalError) -> Bool

    /// Begins several executions; those whose ids are there already are left as they are.
    ///
    /// In one transaction where the journal has such, else one after the other.
    func begin(_ beginnings: [Beginning], at time: String) async throws(JournalError)

    /// Appends a record to an execution and answers its entry.
    @discardableResult
    func append(_ record: Record, to execution: String, at time: String) async throws(JournalError) -> Entry

    /// Appends a record only where the execution's last entry is still the one of that sequence; nil when it is not.
    ///
    /// For what may happen once, whoever comes first.
    func append(
        _ record: Record, to execution: String, at time: String, after sequence: Int
    ) async throws(JournalError) -> Entry?

    /// The entries of an execution in order; empty when there is none of that id.
    func entries(of execution: String) async throws(JournalError) -> [Entry]

    /// The entries of an execution after a sequence, in order: for who has read those before.
    func entries(of execution: String, after sequence: Int) async throws(JournalError) -> [Entry]

    /// Ids of the executions of a key, oldest first.
    func executions(withKey key: String) async throws(JournalError) -> [String]

    /// Ids of the newest executions, newest first.
    func executions(newest limit: Int) async throws(JournalError) -> [String]

    /// What was planned in the phase `contain` since a time and not held, for counting against limits.
    func planned(since time: String) async throws(JournalError) -> [Entry]

    /// The same after a sequence: for who has read those before.
    func planned(since time: String, after sequence: Int) async throws(JournalError) -> [Entry]

    /// What people were asked to approve since a time, in order.
    func approvalRequests(since time: String) async throws(JournalError) -> [Entry]

    /// Takes or renews the right to work on an execution until a time, in seconds since 1970.
    ///
    /// False while another owner's right lasts. A process that has died gives its right up at once where that can be known.
    func claim(_ execution: String, by owner: LeaseOwner, until end: Double, now: Double) async throws(JournalError)
        -> Bool

    /// Gives the right up.
    func release(_ execution: String, by owner: LeaseOwner) async throws(JournalError)

    /// Walks the whole chain and answers the first broken link.
    func verify() async throws(JournalError) -> Verification
}

extension Journal {
    package func begin(_ beginnings: [Beginning], at time: String) async throws(JournalError) {
        for beginning in beginnings { _ = try await begin(beginning.execution, beginning.records, at: time) }
    }

    package func entries(of execution: String, after sequence: Int) async throws(JournalError) -> [Entry] {
        try await entries(of: execution).filter { $0.sequence > sequence }
    }

    package func planned(since time: String, after sequence: Int) async throws(JournalError) -> [Entry] {
        try await planned(since: time).filter { $0.sequence > sequence }
    }
}

/// The first records of an execution.
package struct Beginning: Hashable, Sendable {
    package let execution: String
    package let records: [Record]

    package init(execution: String, records: [Record]) {
        self.execution = execution
        self.records = records
    }
}

/// Who works on an execution.
package struct LeaseOwner: Hashable, Sendable, Codable {
    package let host: String
    package let process: Int
    /// Distinguishes two owners in one process.
    package let token: String

    package init(host: String, process: Int, token: String) {
        self.host = host
        self.process = process
        self.token = token
    }
}

/// The answer of walking the journal's chain.
package struct Verification: Hashable, Sendable, Codable {
    /// Entries that are whole and in their place.
    package let entries: Int
    package let firstBroken: Break?

    package struct Break: Hashable, Sendable, Codable {
        package let sequence: Int
        package let execution: String
        /// What does not fit.
        package let why: String

        package init(sequence: Int, execution: String, why: String) {
            self.sequence = sequence
            self.execution = execution
            self.why = why
        }
    }

    package init(entries: Int, firstBroken: Break?) {
        self.entries = entries
        self.firstBroken = firstBroken
    }
}

/// The journal cannot be read or written; nothing is changed in AWS without it.
package struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable { case unavailable, damaged, unknownExecution }
    package let kind: Kind
    /// What happened, why, and what to do.
    package let description: String

    package init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
