import Engine
import JournalContract
import Testing

@testable import DynamoDBStore

@Suite struct DraftTests {
    private func draft(_ records: [Record], writer: String = "w", at time: String = JournalContract.time) throws
        -> Draft
    {
        try Draft(records, of: "e", at: time, after: .origin, isBeginning: true, writer: writer)
    }

    @Test("a beginning writes entries, places, listing, key, execution and head, each under a condition")
    func beginning() throws {
        let puts = try draft([JournalContract.received, JournalContract.admitted(key: "k")]).puts
        #expect(
            puts.map { "\($0.item.key.partition) \($0.item.key.sort)" } == [
                "execution#e 1", "execution#e 2", "chain 1", "chain 2", "began 1", "key#k 1", "about#e 0", "head 0",
            ])
        #expect(puts.allSatisfy { $0.condition == .absent })
    }

    @Test("two writers of the same record have two tokens")
    func tokens() throws {
        let tokens = try ["a", "b"].map { try draft([.closed], writer: $0).token }
        #expect(Set(tokens).count == 2 && tokens.allSatisfy { $0.utf8.count <= 36 })
    }

    @Test("a plan that contains is counted, and only at a time that is one")
    func plans() throws {
        let planned = try JournalContract.planned("contain")
        #expect(try draft([planned]).puts.contains { $0.item.key.partition == "planned" })
        let other = try draft([JournalContract.planned("notify")])
        #expect(!other.puts.contains { $0.item.key.partition == "planned" })
        #expect(throws: JournalError.self) { try draft([planned], at: "now") }
    }

    @Test("more than a transaction takes is refused")
    func limits() throws {
        #expect(throws: JournalError.self) { try draft(Array(repeating: .closed, count: 50)) }
        let long = Record.undoRequested(by: String(repeating: "x", count: 340_000), isForced: false)
        #expect(throws: JournalError.self) { try draft(Array(repeating: long, count: 12)) }
    }
}
