import AWSClient

/// Where an item stands in the table.
struct ItemKey: Hashable, Sendable {
    let partition: String
    /// A whole number as DynamoDB spells it, of up to 38 digits.
    let sort: String

    init(_ partition: String, _ sort: String) {
        self.partition = partition
        self.sort = sort
    }

    private init(_ partition: String, _ sort: Int) { self.init(partition, String(sort)) }

    static let chain = "chain"
    static let began = "began"
    static let planned = "planned"
    static let approvals = "approvals"
    static let head = ItemKey("head", 0)

    static func entries(of execution: String) -> String { "execution#\(execution)" }
    static func executions(ofKey key: String) -> String { "key#\(key)" }
    static func parts(of digest: String) -> String { "part#\(digest)" }

    static func entry(_ sequence: Int, of execution: String) -> ItemKey { ItemKey(entries(of: execution), sequence) }
    static func place(_ sequence: Int) -> ItemKey { ItemKey(chain, sequence) }
    static func about(_ execution: String) -> ItemKey { ItemKey("about#\(execution)", 0) }
    static func lease(_ execution: String) -> ItemKey { ItemKey("lease#\(execution)", 0) }
    static func began(_ sequence: Int) -> ItemKey { ItemKey(began, sequence) }
    static func part(_ number: Int, of digest: String) -> ItemKey { ItemKey(parts(of: digest), number) }
    static func execution(ofKey key: String, generation: Int) -> ItemKey {
        ItemKey(executions(ofKey: key), generation)
    }

    static func planned(at time: String, sequence: Int) -> ItemKey? { dated(planned, time, sequence) }
    static func approval(at time: String, sequence: Int) -> ItemKey? { dated(approvals, time, sequence) }

    /// In the order of time, and of the chain where times are equal; nil when the time is no ISO 8601 time.
    private static func dated(_ partition: String, _ time: String, _ sequence: Int) -> ItemKey? {
        // Before 1970 the digits would sort the wrong way round; nothing was planned then.
        guard let seconds = ISO8601.parse(time), seconds >= 0 else { return nil }
        let digits = String(sequence)
        let zeros = String(repeating: "0", count: max(0, 12 - digits.utf8.count))
        return ItemKey(partition, "\(Int((seconds * 1_000).rounded()))\(zeros)\(digits)")
    }
}
