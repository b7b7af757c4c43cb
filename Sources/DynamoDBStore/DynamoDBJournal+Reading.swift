import AWSClient
import Engine
import JSON

extension DynamoDBJournal {
    /// The entries of an execution after a sequence as they are stored, with the texts that are in parts.
    func stored(of execution: String, after sequence: Int = 0) async throws(JournalError) -> [StoredEntry] {
        var entries: [StoredEntry] = []
        var range = Table.Range(ItemKey.entries(of: execution))
        if sequence > 0 { range.first = ItemKey.entry(sequence + 1, of: execution).sort }
        for item in try await items(range) {
            entries.append(try await whole(StoredEntry(item)))
        }
        return entries
    }

    func whole(_ entry: StoredEntry) async throws(JournalError) -> StoredEntry {
        guard entry.text == nil, let digest = entry.digest else { return entry }
        return entry.with(try await items(Table.Range(ItemKey.parts(of: digest))))
    }

    func storedHead() async throws(JournalError) -> Head {
        guard let item = try await item(.head) else { return .origin }
        guard let head = Head(item) else {
            throw JournalError(
                .damaged,
                "The head of the journal is not what Quell wrote; nothing can be added to it. "
                    + "Run: quell journal verify")
        }
        return head
    }

    func item(_ key: ItemKey) async throws(JournalError) -> Item? {
        try await read { table throws(AWSError) in try await table.item(key) }
    }

    /// All items of a range, or as many as its limit says.
    func items(_ range: Table.Range) async throws(JournalError) -> [Item] {
        var items: [Item] = []
        var start: JSONValue?
        repeat {
            let page = try await page(range, from: start)
            items += page.items
            start = page.next
        } while start != nil && items.count < range.limit ?? .max
        return Array(items.prefix(range.limit ?? .max))
    }

    func page(_ range: Table.Range, from start: JSONValue?) async throws(JournalError) -> Table.Page {
        try await read { table throws(AWSError) in try await table.page(range, from: start) }
    }

    /// Reads again while that may help; a read changes nothing.
    private func read<Value>(
        _ body: (Table) async throws(AWSError) -> Value
    ) async throws(JournalError) -> Value {
        var patience = Patience(surroundings)
        while true {
            do throws(AWSError) {
                return try await body(table)
            } catch {
                guard error.isRetryable, await patience.pause() else {
                    throw JournalError(error, verb: "read", table: table)
                }
            }
        }
    }
}
