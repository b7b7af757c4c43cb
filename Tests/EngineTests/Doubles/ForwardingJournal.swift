import Engine

/// A journal that passes everything on to another; who differs in something says only that.
protocol ForwardingJournal: Journal {
    var journal: any Journal { get }
}

extension ForwardingJournal {
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

    func planned(since time: String) async throws(JournalError) -> [Entry] { try await journal.planned(since: time) }

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
