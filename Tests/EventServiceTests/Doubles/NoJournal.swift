import Engine

/// A journal that is away.
struct NoJournal: Journal {
    private var away: JournalError { JournalError(.unavailable, "Away.") }

    func begin(_ execution: String, _ records: [Record], at time: String) async throws(JournalError) -> Bool {
        throw away
    }
    func append(_ record: Record, to id: String, at time: String) async throws(JournalError) -> Entry { throw away }
    func append(
        _ record: Record, to id: String, at time: String, after sequence: Int
    ) async throws(JournalError) -> Entry? { throw away }
    func entries(of id: String) async throws(JournalError) -> [Entry] { throw away }
    func executions(withKey key: String) async throws(JournalError) -> [String] { throw away }
    func executions(newest limit: Int) async throws(JournalError) -> [String] { throw away }
    func planned(since time: String) async throws(JournalError) -> [Entry] { throw away }
    func approvalRequests(since time: String) async throws(JournalError) -> [Entry] { throw away }
    func claim(
        _ id: String, by owner: LeaseOwner, until end: Double, now: Double
    ) async throws(JournalError) -> Bool { throw away }
    func release(_ id: String, by owner: LeaseOwner) async throws(JournalError) { throw away }
    func verify() async throws(JournalError) -> Verification { throw away }
}
