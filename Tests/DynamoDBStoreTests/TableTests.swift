import Engine
import AWSClient
import Engine
import JSON
import Testing

@testable import DynamoDBStore

@Suite struct TableTests {
    @Test("a range is asked for consistently, in its order, page after page")
    func range() async throws {
        let last: JSONValue = ["pk": ["S": "began"], "sk": ["N": "1"]]
        let script = ScriptedTable([
            ("Query", { _ in ScriptedTable.answer(["Items": [last], "LastEvaluatedKey": last]) }),
            ("Query", { _ in ScriptedTable.answer(["Items": []]) }),
        ])
        var range = Table.Range("began")
        (range.first, range.last, range.isBackward, range.limit) = ("1", "9", true, 5)
        #expect(try await script.journal().items(range).map(\.key.sort) == ["1"])
        let sent = script.sent
        #expect(sent.count == 2 && sent.allSatisfy { $0["ConsistentRead"] == true && $0["Limit"] == 5 })
        #expect(sent.first?["KeyConditionExpression"] == "pk = :partition AND sk BETWEEN :first AND :last")
        #expect(sent.first?["ScanIndexForward"] == false && sent.first?["ExclusiveStartKey"] == nil)
        #expect(sent.last?["ExclusiveStartKey"] == last)
    }

    @Test("a released lease is ended, not deleted")
    func release() async throws {
        let script = ScriptedTable([("UpdateItem", { _ in ScriptedTable.answer([:]) })])
        try await script.journal().release("e", by: .init(host: "h", process: 1, token: "t"))
        let sent = try #require(script.sent.first)
        #expect(sent["UpdateExpression"] == "SET #until = :until")
        #expect(sent["ConditionExpression"] == "#owner = :owner")
        #expect(sent["ExpressionAttributeValues"]?[":until"] == ["N": "0"])
    }
}
