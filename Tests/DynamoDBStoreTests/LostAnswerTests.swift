import AWSClient
import Engine
import JSON
import JournalContract
import Synchronization
import Testing

@testable import DynamoDBStore

/// Answers calls as the test says, in order, and refuses any other.
final class ScriptedTable: HTTPTransport {
    typealias Line = (operation: String, answer: @Sendable ([JSONValue]) throws(TransportError) -> HTTPResponse)

    private let state: Mutex<(lines: [Line], sent: [JSONValue])>

    init(_ lines: [Line]) { state = Mutex((lines, [])) }

    var isOver: Bool { state.withLock { $0.lines.isEmpty } }
    var sent: [JSONValue] { state.withLock { $0.sent } }

    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
        let target = request.headers.first { $0.name == "X-Amz-Target" }?.value ?? ""
        let body = (try? JSONValue(parsing: request.body)) ?? .null
        let line = state.withLock { state -> Line? in
            state.sent.append(body)
            return state.lines.isEmpty ? nil : state.lines.removeFirst()
        }
        guard let line, target.hasSuffix(".\(line.operation)") else {
            Issue.record("\(target) is not in the script.")
            throw TransportError(.unreachable, isUnsent: true, "not in the script")
        }
        return try line.answer(sent)
    }

    func journal() -> DynamoDBJournal {
        let surroundings = SleepLog().surroundings()
        let client = APIClient(
            credentials: FixedCredentials(value: Credentials(accessKeyID: "AKIA", secretAccessKey: "s")),
            transport: self, endpoints: Endpoints(environment: { _ in nil }), surroundings: surroundings)
        return DynamoDBJournal(client: client, table: "t", region: "eu-central-1", surroundings: surroundings)
    }

    static func answer(_ value: JSONValue, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(value.description.utf8))
    }

    static let none: Line = ("GetItem", { _ in answer([:]) })
    static let lost: Line = (
        "TransactWriteItems",
        { _ throws(TransportError) in throw TransportError(.timedOut, isUnsent: false, "no answer") }
    )
    static let refused: Line = (
        "TransactWriteItems", { _ in answer(["__type": "TransactionCanceledException", "message": "no"], status: 400) }
    )
    static let done: Line = ("TransactWriteItems", { _ in answer([:]) })
    /// The first item of the transaction that was sent last.
    static let written: Line = (
        "GetItem",
        { sent in
            let transaction = sent.last { $0["TransactItems"] != nil }
            return answer(["Item": transaction?["TransactItems"]?.array?.first?["Put"]?["Item"] ?? .null])
        }
    )
    static func head(_ sequence: Int) -> Line {
        ("GetItem", { _ in answer(["Item": Head(sequence: sequence, hash: "h\(sequence)").item.json]) })
    }
    /// The last entry of the execution.
    static func last(_ sequence: Int) -> Line {
        ("Query", { _ in answer(["Items": [Item(.entry(sequence, of: "e"), [:]).json]]) })
    }
}

@Suite struct LostAnswerTests {
    private func append(_ lines: [ScriptedTable.Line]) async throws -> (Entry, ScriptedTable) {
        let table = ScriptedTable(lines)
        let entry = try await table.journal().append(.closed, to: "e", at: JournalContract.time)
        #expect(table.isOver)
        return (entry, table)
    }

    @Test("a write whose answer was lost is sent again with the same token")
    func again() async throws {
        let (entry, table) = try await append([ScriptedTable.none, ScriptedTable.lost, ScriptedTable.done])
        #expect(entry.sequence == 1)
        let tokens = table.sent.compactMap { $0["ClientRequestToken"]?.string }
        #expect(tokens.count == 2 && Set(tokens).count == 1)
    }

    @Test("a write whose answer was lost is not written twice")
    func once() async throws {
        let (entry, _) = try await append([
            ScriptedTable.none, ScriptedTable.lost, ScriptedTable.refused, ScriptedTable.written,
        ])
        #expect(entry.sequence == 1)
    }

    @Test("who was overtaken is chained to the new head")
    func overtaken() async throws {
        let (entry, table) = try await append([
            ScriptedTable.head(4), ScriptedTable.refused, ScriptedTable.head(7), ScriptedTable.done,
        ])
        #expect(entry.sequence == 8 && entry.previous == "h7")
        #expect(Set(table.sent.compactMap { $0["ClientRequestToken"]?.string }).count == 2)
    }

    @Test(
        "a write on condition that nobody has written about the execution is made, or not, whatever is lost",
        arguments: [
            ([ScriptedTable.head(4), ScriptedTable.last(3), ScriptedTable.done], 5),
            ([ScriptedTable.head(4), ScriptedTable.last(4)], nil),
            (
                [
                    ScriptedTable.head(4), ScriptedTable.last(3), ScriptedTable.refused, ScriptedTable.head(7),
                    ScriptedTable.last(3), ScriptedTable.done,
                ], 8
            ),
            (
                [
                    ScriptedTable.head(4), ScriptedTable.last(3), ScriptedTable.refused, ScriptedTable.head(5),
                    ScriptedTable.last(5),
                ], nil
            ),
            (
                [
                    ScriptedTable.head(4), ScriptedTable.last(3), ScriptedTable.lost, ScriptedTable.refused,
                    ScriptedTable.written,
                ], 5
            ),
        ] as [([ScriptedTable.Line], Int?)])
    func conditional(_ lines: [ScriptedTable.Line], _ sequence: Int?) async throws {
        let table = ScriptedTable(lines)
        let entry = try await table.journal().append(.closed, to: "e", at: JournalContract.time, after: 3)
        #expect(entry?.sequence == sequence)
        #expect(table.isOver)
    }

    @Test("an entry after a head that stays is damage, not a conflict")
    func forged() async throws {
        let table = ScriptedTable([
            ScriptedTable.head(4), ScriptedTable.refused, ScriptedTable.head(4), ScriptedTable.head(5),
            ScriptedTable.head(4),
        ])
        let journal = table.journal()
        let error = await #expect(throws: JournalError.self) {
            try await journal.append(.closed, to: "e", at: JournalContract.time)
        }
        #expect(error?.kind == .damaged && table.isOver)
    }

    @Test("a refusal for want of permission names the permissions")
    func denied() async throws {
        let table = ScriptedTable([
            ("Query", { _ in ScriptedTable.answer(["__type": "AccessDeniedException", "message": "no"], status: 400) })
        ])
        let journal = table.journal()
        let error = await #expect(throws: JournalError.self) { try await journal.entries(of: "e") }
        #expect(error?.kind == .unavailable && error?.description.contains("dynamodb:PutItem") ?? false)
    }
}
