import Testing

@testable import Engine

@Suite struct EntryTests {
    private let record = Record.received(Received(event: "{\"a\n\": \"é\"}", sha256: "00"))

    private func entry(_ sequence: Int = 1, _ execution: String = "e", _ previous: String = Entry.origin) throws
        -> Entry
    {
        try Entry(record, sequence: sequence, execution: execution, time: "2026-01-01T00:00:00Z", previous: previous)
    }

    @Test("is read back from what is stored")
    func reading() throws {
        let entry = try entry()
        let stored = try Entry(
            text: entry.text, sequence: 1, execution: "e", time: entry.time, previous: entry.previous, hash: entry.hash)
        #expect(stored == entry)
        #expect(stored.record == record)
    }

    @Test("has another hash when any field is another")
    func fields() throws {
        let hashes = [
            try entry().hash, try entry(2).hash, try entry(1, "f").hash,
            try entry(1, "e", String(repeating: "1", count: 64)).hash,
            try Entry(record, sequence: 1, execution: "e", time: "2026-01-01T00:00:01Z", previous: Entry.origin).hash,
            try Entry(.closed, sequence: 1, execution: "e", time: "2026-01-01T00:00:00Z", previous: Entry.origin).hash,
        ]
        #expect(Set(hashes).count == hashes.count)
    }

    @Test("keeps a wrong hash that was stored, so that walking the chain finds it")
    func wrongHash() throws {
        let entry = try entry()
        let stored = try Entry(
            text: entry.text, sequence: 1, execution: "e", time: entry.time, previous: entry.previous, hash: "wrong")
        #expect(stored.hash == "wrong")
    }
}
