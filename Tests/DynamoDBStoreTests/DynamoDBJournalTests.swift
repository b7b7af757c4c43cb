import ActionKit
import AWSClient
import Engine
import JSON
import JournalContract
import Testing

@testable import DynamoDBStore

@Suite(.enabled(if: TestTable.endpoint != nil, "Run: make journal-test"), .serialized)
struct DynamoDBJournalTests {
    @Test("keeps the contract of journals", arguments: JournalContract.checks.map(\.name))
    func contract(_ name: String) async throws {
        let check = try #require(JournalContract.checks.first { $0.name == name })
        try await check.run(JournalContract { try await TestTable().open() })
    }

    @Test("three processes that append at once keep one chain")
    func processes() async throws {
        let table = try await TestTable()
        let journals = [table.open(), table.open(), table.open()]
        try await JournalContract.appendMany(60, to: journals)
        #expect(try await table.open().verify() == Verification(entries: 60, firstBroken: nil))
    }

    @Test("a text of more than an item is kept whole")
    func longText() async throws {
        let table = try await TestTable()
        let record = Record.undoRequested(by: String(repeating: "é\"", count: 400_000), isForced: false)
        #expect(try await table.open().begin("e", [record, .closed], at: JournalContract.time))
        #expect(try await table.open().entries(of: "e").map(\.record) == [record, .closed])
        #expect(try await table.open().verify() == Verification(entries: 2, firstBroken: nil))
    }

    @Test("an entry that was changed is named, and is not acted on")
    func changed() async throws {
        let table = try await seven()
        let item = try #require(try await table.table.item(.entry(4, of: "e")))
        let record = try #require(item.text("record"))
        try await table.table.update(
            item.key, set: ["record": .text(record.replacing("somebody", with: "nobody"))],
            onlyIf: Table.Condition("attribute_exists(pk)"))
        let verification = try await table.open().verify()
        #expect(verification.entries == 3 && verification.firstBroken?.sequence == 4)
        let error = await #expect(throws: JournalError.self) { try await table.open().entries(of: "e") }
        #expect(error?.kind == .damaged)
    }

    @Test("entries that were cut off at the end are missed", arguments: [5, 6])
    func cutOff(_ left: Int) async throws {
        let table = try await seven()
        for sequence in (left + 1)...7 {
            try await delete(.entry(sequence, of: "e"), table.table)
            try await delete(.place(sequence), table.table)
        }
        let verification = try await table.open().verify()
        #expect(verification.entries == left && verification.firstBroken?.sequence == left + 1)
        #expect(verification.firstBroken?.why.contains("head") ?? false)
    }

    @Test("an entry that was taken out is named", arguments: 1...7)
    func missing(_ sequence: Int) async throws {
        let table = try await seven()
        try await delete(.entry(sequence, of: "e"), table.table)
        let verification = try await table.open().verify()
        #expect(verification.entries == sequence - 1 && verification.firstBroken?.sequence == sequence)
        #expect(verification.firstBroken?.why == "Entry \(sequence) is missing.")
    }

    @Test("a table that is not there is told with advice")
    func noTable() async throws {
        let table = try await TestTable().table
        let journal = DynamoDBJournal(
            client: table.client, table: "none", region: table.region, surroundings: .process)
        let error = await #expect(throws: JournalError.self) { try await journal.entries(of: "e") }
        #expect(error?.kind == .unavailable && error?.description.contains("--journal") ?? false)
    }

    private func seven() async throws -> TestTable {
        let table = try await TestTable()
        let journal = table.open()
        #expect(try await journal.begin("e", [JournalContract.received], at: JournalContract.time))
        for _ in 2...7 { try await journal.append(JournalContract.received, to: "e", at: JournalContract.time) }
        return table
    }

    /// As somebody with more permissions than the engine does.
    private func delete(_ key: ItemKey, _ table: Table) async throws {
        let operation = AWSClient.Operation(
            service: DynamoDB.service, name: "DeleteItem", iamActions: ["dynamodb:DeleteItem"],
            input: .structure([
                Shape.Member("TableName", .string),
                Shape.Member("Key", .map(.structure([Shape.Member("S", .string), Shape.Member("N", .string)]))),
            ]), isReadOnly: false)
        _ = try await table.client.call(
            operation, ["TableName": .string(table.name), "Key": key.json], region: table.region)
    }
}
