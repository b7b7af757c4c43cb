import JSON

/// One item of the table: texts and numbers by name, under its key.
struct Item: Hashable, Sendable {
    enum Value: Hashable, Sendable {
        case text(String)
        /// As DynamoDB spells it.
        case number(String)

        static func number(_ number: Int) -> Value { .number(String(number)) }

        fileprivate var size: Int {
            switch self {
            case .text(let text), .number(let text): text.utf8.count
            }
        }
    }

    let key: ItemKey
    private let values: [String: Value]

    init(_ key: ItemKey, _ values: [String: Value]) {
        self.key = key
        self.values = values
    }

    /// Reads an item as DynamoDB answers it; nil without a key, which no item of the table can be.
    init?(_ json: JSONValue) {
        var values: [String: Value] = [:]
        for (name, value) in json.object ?? [:] {
            // What is neither text nor number was not written here, and counts as missing.
            values[name] = value["S"]?.string.map(Value.text) ?? value["N"]?.string.map { Value.number($0) }
        }
        guard case .text(let partition) = values.removeValue(forKey: JournalTable.partitionKey),
            case .number(let sort) = values.removeValue(forKey: JournalTable.sortKey)
        else { return nil }
        self.init(ItemKey(partition, sort), values)
    }

    func text(_ name: String) -> String? {
        guard case .text(let text) = values[name] else { return nil }
        return text
    }

    func int(_ name: String) -> Int? {
        guard case .number(let number) = values[name] else { return nil }
        return Int(number)
    }

    var json: JSONValue { .object(Self.json(values).merging(key.members) { $1 }) }

    /// About as many bytes as DynamoDB counts: names and values as UTF-8.
    var size: Int {
        values.reduce(key.partition.utf8.count + 25) { $0 + $1.key.utf8.count + $1.value.size }
    }

    static func json(_ values: [String: Value]) -> [String: JSONValue] {
        values.mapValues { value in
            switch value {
            case .text(let text): ["S": .string(text)]
            case .number(let number): ["N": .string(number)]
            }
        }
    }
}

extension ItemKey {
    fileprivate var members: [String: JSONValue] {
        Item.json([JournalTable.partitionKey: .text(partition), JournalTable.sortKey: .number(sort)])
    }

    var json: JSONValue { .object(members) }
}
