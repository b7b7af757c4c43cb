/// Everything that a set of rules is compiled to, which nothing changes any more: tables, one after the other in one memory.
final class MatcherTables: Sendable {
    let mode: EventPattern.Mode
    let rules: Int
    /// How many tests and fields there are, of which the first is none, and how many conditions.
    let tests: Int
    let fields: Int
    let conditions: Int
    /// A map of the tables, and then these, from the word `start` on.
    ///
    /// Each begins with a line of the cache: half of the texts lay in two of them otherwise.
    private let memory: [UInt64]
    private let start: Int
    private static let line = 8

    init(_ content: Content) {
        precondition(content.words.count <= Int(Postings.isRule), "patterns for more than four gigabytes of tables")
        (mode, rules, tests, fields) = (content.mode, content.rules, content.tests, content.fields.count)
        conditions = content.conditions
        var map = Map()
        var memory: [UInt64] = []
        _ = Self.append([map], to: &memory)
        map.nodes = Self.append(content.nodes, to: &memory)
        map.children = Self.append(content.children, to: &memory)
        map.fields = Self.append(content.fields, to: &memory)
        map.texts = Self.append(content.texts, to: &memory)
        map.numbers = Self.append(content.numbers, to: &memory)
        map.ranges = Self.append(content.ranges, to: &memory)
        map.blocks = Self.append(content.blocks, to: &memory)
        map.automata = Self.append(content.automata, to: &memory)
        if !content.numbers.isEmpty || !content.ranges.isEmpty {
            map.powers = Self.append(PowersOfFive.all.powers, to: &memory)
        }
        map.bytes = Self.append(content.bytes, to: &memory)
        map.words = Self.append(content.words, to: &memory)
        map.places = content.places
        memory.withUnsafeMutableBytes { $0.storeBytes(of: map, as: Map.self) }
        var start = 0
        self.memory = [UInt64](unsafeUninitializedCapacity: memory.count + Self.line - 1) { words, count in
            count = memory.count + Self.line - 1
            start = -(Int(bitPattern: words.baseAddress) / MemoryLayout<UInt64>.size) & (Self.line - 1)
            words.initialize(repeating: 0)
            _ = words[start...].update(fromContentsOf: memory)
        }
        self.start = start
    }

    /// The memory that the tables take, in bytes.
    var size: Int { memory.count * MemoryLayout<UInt64>.size }

    /// Copies a table to the next whole line, and answers where it begins.
    private static func append<Entry: BitwiseCopyable>(_ table: [Entry], to memory: inout [UInt64]) -> Int {
        let start = memory.count * MemoryLayout<UInt64>.size
        let size = table.count * MemoryLayout<Entry>.stride
        let words = (size + 8 * line - 1) / (8 * line) * line
        memory.reserveCapacity(memory.count + words)
        memory.append(contentsOf: repeatElement(0, count: words))
        memory.withUnsafeMutableBytes { memory in
            table.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: memory[start...]).copyMemory(from: $0) }
        }
        return start
    }

    /// The tables while they are filled.
    struct Content {
        let mode: EventPattern.Mode
        var rules = 0
        /// How many tests there are; test 0 is none.
        var tests = 1
        /// How many conditions there are.
        var conditions = 0
        var nodes = [PathNode()]
        var children: [PathChild] = []
        /// Field 0 is none.
        var fields = [Field()]
        var texts: [TextEntry] = []
        var numbers: [NumberEntry] = []
        var ranges: [RangeEntry] = []
        var blocks: [BlockEntry] = []
        var automata: [AutomatonEntry] = []
        /// Names, texts, addresses, and the columns of automata.
        var bytes: [UInt8] = []
        /// The rows of automata, lists of tests, sub-rules, and the lists below; each is found by its first index, none by 0.
        var words: [UInt32] = [0]
        var places = Places()

        init(mode: EventPattern.Mode) { self.mode = mode }
    }

    /// Where in the table of words a list begins.
    struct Places: BitwiseCopyable {
        /// For each test where its postings begin.
        var postings = 0
        /// For each test where in the table of words those begin that fail where it is passed, and at last their end.
        var excluded = 0
        /// The sub-rules, and the clauses of those in which lists must be looked at.
        var subRules = 0
        var sharedClauses = 0
        /// Sub-rules that absence alone can satisfy.
        var untriggered = Field.Run()
    }

    @inline(__always)
    func withView<Answer>(_ body: (View) -> Answer) -> Answer {
        memory.withUnsafeBytes { memory in
            guard let first = memory.baseAddress else { preconditionFailure("there is always a map") }
            return body(View(first + start * MemoryLayout<UInt64>.size))
        }
    }
}
