package import AWSClient
package import Engine
import Synchronization

/// The journal in one DynamoDB table, for any number of processes on any machines.
///
/// Every write is conditional on what was read, nothing is ever deleted, and every read is strongly consistent. See
/// `JournalTable` for what the table holds.
package final class DynamoDBJournal: Journal {
    let table: Table
    let surroundings: Surroundings
    /// The end of the chain as this process knows it; nil when it must be read.
    let end = Mutex<End?>(nil)
    let turns = Turns()

    /// Reads done at once when plans are looked up.
    private static let concurrency = 8

    /// Touches nothing yet: the first call tells of a table that is not there.
    package init(client: APIClient, table: String, region: String, surroundings: Surroundings) {
        self.table = Table(client: client, name: table, region: region)
        self.surroundings = surroundings
    }

    package func entries(of execution: String) async throws(JournalError) -> [Entry] {
        try await entries(of: execution, after: 0)
    }

    package func entries(of execution: String, after sequence: Int) async throws(JournalError) -> [Entry] {
        var entries: [Entry] = []
        for stored in try await stored(of: execution, after: sequence) { entries.append(try stored.entry()) }
        return entries
    }

    package func executions(withKey key: String) async throws(JournalError) -> [String] {
        try names(await items(Table.Range(ItemKey.executions(ofKey: key))))
    }

    package func executions(newest limit: Int) async throws(JournalError) -> [String] {
        guard limit > 0 else { return [] }
        var range = Table.Range(ItemKey.began)
        range.isBackward = true
        range.limit = limit
        return try names(await items(range))
    }

    package func planned(since time: String) async throws(JournalError) -> [Entry] {
        try await planned(since: time, after: 0)
    }

    package func planned(since time: String, after sequence: Int) async throws(JournalError) -> [Entry] {
        try await dated(ItemKey.planned(at: time, sequence: 0), time, after: sequence)
    }

    package func approvalRequests(since time: String) async throws(JournalError) -> [Entry] {
        try await dated(ItemKey.approval(at: time, sequence: 0), time)
    }

    /// The entries after a sequence that a partition points to from a key on, in order.
    private func dated(
        _ first: ItemKey?, _ time: String, after sequence: Int = 0
    ) async throws(JournalError) -> [Entry] {
        guard let first else {
            throw JournalError(.unavailable, "\"\(time)\" is no time such as 2026-11-25T07:00:00Z.")
        }
        var range = Table.Range(first.partition)
        range.first = first.sort
        let pointers = try await items(range).filter { $0.int("sequence") ?? .max > sequence }
        var entries: [Entry] = []
        for start in stride(from: 0, to: pointers.count, by: Self.concurrency) {
            entries += try await plans(Array(pointers[start..<min(start + Self.concurrency, pointers.count)]))
        }
        return entries.sorted { $0.sequence < $1.sequence }
    }

    private func plans(_ pointers: [Item]) async throws(JournalError) -> [Entry] {
        do {
            return try await withThrowingTaskGroup(of: Entry.self) { group in
                for pointer in pointers { group.addTask { try await self.plan(pointer) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        } catch let error as JournalError {
            throw error
        } catch {
            throw JournalError(.unavailable, "The plans in the journal cannot be read: \(error).")
        }
    }

    private func plan(_ pointer: Item) async throws(JournalError) -> Entry {
        guard let execution = pointer.text("execution"), let sequence = pointer.int("sequence"),
            let item = try await item(.entry(sequence, of: execution))
        else {
            // To leave it out would let more be changed than the limits allow.
            throw JournalError(
                .damaged,
                "The journal counts a plan (\(pointer.key.sort)) whose entry is missing, so its limits cannot be kept. "
                    + "Run: quell journal verify")
        }
        return try await whole(StoredEntry(item)).entry()
    }

    private func names(_ items: [Item]) throws(JournalError) -> [String] {
        var names: [String] = []
        for item in items {
            guard let name = item.text("execution") else {
                throw JournalError(
                    .damaged,
                    "The journal's item \(item.key.partition) \(item.key.sort) names no execution. "
                        + "Run: quell journal verify")
            }
            names.append(name)
        }
        return names
    }
}
