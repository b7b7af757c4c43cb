import AWSClient
import JSON

/// The calls that a journal makes of its table; none of them deletes, and every read is strongly consistent.
struct Table: Sendable {
    let client: APIClient
    let name: String
    let region: String

    /// What must hold of the item that is there before it is written.
    struct Condition: Hashable, Sendable {
        let expression: String
        /// Names that the expression spells with `#`, because DynamoDB reserves many words.
        let names: Set<String>
        let values: [String: Item.Value]

        init(_ expression: String, names: Set<String> = [], values: [String: Item.Value] = [:]) {
            self.expression = expression
            self.names = names
            self.values = values
        }

        static let absent = Condition("attribute_not_exists(\(JournalTable.partitionKey))")

        /// The condition and the names and values of its expression, which may not be there when they are empty.
        var members: [String: JSONValue] {
            Table.expression(names, values).merging(["ConditionExpression": .string(expression)]) { $1 }
        }
    }

    /// An item, and what must hold for it to be written.
    struct Put: Hashable, Sendable {
        let item: Item
        let condition: Condition

        init(_ item: Item, onlyIf condition: Condition) {
            self.item = item
            self.condition = condition
        }
    }

    /// Items of one partition between two sort keys, both included.
    struct Range: Hashable, Sendable {
        let partition: String
        var first: String?
        var last: String?
        var isBackward = false
        var limit: Int?

        init(_ partition: String) { self.partition = partition }
    }

    struct Page: Sendable {
        let items: [Item]
        /// Where the next page begins; nil after the last.
        let next: JSONValue?
    }

    func item(_ key: ItemKey) async throws(AWSError) -> Item? {
        let answer = try await client.call(
            DynamoDB.getItem, ["TableName": .string(name), "Key": key.json, "ConsistentRead": true], region: region)
        return answer["Item"].flatMap(Item.init)
    }

    func page(_ range: Range, from start: JSONValue? = nil) async throws(AWSError) -> Page {
        var condition = "\(JournalTable.partitionKey) = :partition"
        var values: [String: Item.Value] = ["partition": .text(range.partition)]
        if let first = range.first {
            condition += " AND \(JournalTable.sortKey) \(range.last == nil ? ">= :first" : "BETWEEN :first AND :last")"
            values["first"] = .number(first)
            values["last"] = range.last.map { .number($0) }
        }
        var input = Self.expression([], values)
        input["TableName"] = .string(name)
        input["KeyConditionExpression"] = .string(condition)
        input["ConsistentRead"] = true
        input["ScanIndexForward"] = .bool(!range.isBackward)
        input["Limit"] = range.limit.map { .number(String($0)) }
        input["ExclusiveStartKey"] = start
        let answer = try await client.call(DynamoDB.query, .object(input), region: region)
        return Page(items: (answer["Items"]?.array ?? []).compactMap(Item.init), next: answer["LastEvaluatedKey"])
    }

    func put(_ put: Put) async throws(AWSError) {
        let members = put.condition.members.merging(["TableName": .string(name), "Item": put.item.json]) { $1 }
        _ = try await client.call(DynamoDB.putItem, .object(members), region: region)
    }

    /// Sets attributes of an item, and makes it when there is none.
    func update(
        _ key: ItemKey, set values: [String: Item.Value], onlyIf condition: Condition
    ) async throws(AWSError) {
        let assignments = values.keys.sorted().map { "#\($0) = :\($0)" }
        var input = Self.expression(
            condition.names.union(values.keys), condition.values.merging(values) { $1 })
        input["TableName"] = .string(name)
        input["Key"] = key.json
        input["UpdateExpression"] = .string("SET \(assignments.joined(separator: ", "))")
        input["ConditionExpression"] = .string(condition.expression)
        _ = try await client.call(DynamoDB.updateItem, .object(input), region: region)
    }

    /// All of the puts or none; within ten minutes DynamoDB takes a second sending with the same token for the first.
    func transact(_ puts: [Put], token: String) async throws(AWSError) {
        let writes = puts.map { put -> JSONValue in
            let members = put.condition.members.merging(["TableName": .string(name), "Item": put.item.json]) { $1 }
            return ["Put": .object(members)]
        }
        _ = try await client.call(
            DynamoDB.transactWriteItems,
            ["TransactItems": .array(writes), "ClientRequestToken": .string(token)], region: region)
    }

    private static func expression(_ names: Set<String>, _ values: [String: Item.Value]) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        if !names.isEmpty {
            members["ExpressionAttributeNames"] = .object(
                Dictionary(names.map { ("#\($0)", .string($0)) }, uniquingKeysWith: { $1 }))
        }
        if !values.isEmpty {
            members["ExpressionAttributeValues"] = .object(
                Dictionary(Item.json(values).map { (":\($0.key)", $0.value) }, uniquingKeysWith: { $1 }))
        }
        return members
    }
}
