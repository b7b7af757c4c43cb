import Engine
import JournalContract
import Testing

@testable import DynamoDBStore

@Suite struct StoredEntryTests {
    private func draft(_ record: Record) throws -> Draft {
        try Draft(
            [record], of: "e", at: JournalContract.time, after: Head(sequence: 4, hash: "h"), isBeginning: false,
            writer: "w")
    }

    @Test("an entry is read back as it was written, in one item or in parts")
    func roundTrip() throws {
        let long = Record.undoRequested(by: String(repeating: "x", count: TextParts.longest), isForced: false)
        for record in [Record.closed, long] {
            let draft = try draft(record)
            var stored = StoredEntry(try #require(draft.puts.first).item)
            #expect((stored.text == nil) == (record == long))
            if let parts = draft.parts.first { stored = stored.with(parts.items) }
            #expect(try stored.entry() == draft.entries.first)
        }
    }

    @Test("an entry that was changed is not read", arguments: ["time", "record", "previous", "hash"])
    func changed(_ name: String) throws {
        let item = try #require(try draft(.closed).puts.first).item
        let values = ["time", "record", "previous", "hash", "kind"].map { ($0, item.text($0) ?? "") }
        let altered = values.map { ($0.0, Item.Value.text($0.0 == name ? $0.1 + " " : $0.1)) }
        let stored = StoredEntry(Item(item.key, Dictionary(uniqueKeysWithValues: altered)))
        let error = #expect(throws: JournalError.self) { try stored.entry() }
        #expect(error?.kind == .damaged)
    }
}
