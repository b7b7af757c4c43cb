/// Everything that a set of rules is compiled to: tables, one after the other in one memory.
///
/// Nothing changes them any more, so that any number of threads may read them.
final class MatcherTables: @unchecked Sendable {
    let mode: EventPattern.Mode
    let rules: Int
    /// How many tests and fields there are; the first of each is none.
    let tests: Int
    let fields: Int
    /// The tables, which must not outlive this.
    let view: View
    private let memory: UnsafeBufferPointer<UInt64>

    init(_ content: Content) {
        (mode, rules, tests, fields) = (content.mode, content.rules, content.tests, content.fields.count)
        var words: [UInt64] = []
        let nodes = Self.append(content.nodes, to: &words)
        let branches = Self.append(content.branches, to: &words)
        let fields = Self.append(content.fields, to: &words)
        let texts = Self.append(content.texts, to: &words)
        let numbers = Self.append(content.numbers, to: &words)
        let ranges = Self.append(content.ranges, to: &words)
        let blocks = Self.append(content.blocks, to: &words)
        let automata = Self.append(content.automata, to: &words)
        let hasNumbers = !content.numbers.isEmpty || !content.ranges.isEmpty
        let powers = hasNumbers ? Self.append(PowersOfFive.all.powers, to: &words) : 0
        let bytes = Self.append(content.bytes, to: &words)
        let lists = Self.append(content.words, to: &words)
        let memory = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: words.count)
        _ = memory.initialize(from: words)
        guard let start = UnsafeRawPointer(memory.baseAddress) else { preconditionFailure("there is always field 0") }
        self.memory = UnsafeBufferPointer(memory)
        view = View(
            nodes: Self.table(start, nodes), branches: Self.table(start, branches), fields: Self.table(start, fields),
            texts: Self.table(start, texts), numbers: Self.table(start, numbers), ranges: Self.table(start, ranges),
            blocks: Self.table(start, blocks), automata: Self.table(start, automata),
            powers: UnsafeBufferPointer(
                start: Self.table(start, powers), count: hasNumbers ? PowersOfFive.all.powers.count : 0),
            bytes: Self.table(start, bytes), words: Self.table(start, lists), postings: content.places.postings,
            excluded: content.places.excluded, untriggered: content.places.untriggered)
    }

    deinit { memory.deallocate() }

    /// The memory that the tables take, in bytes.
    var size: Int { memory.count * MemoryLayout<UInt64>.size }

    /// Copies a table to the next whole word, and answers where it begins, in bytes.
    private static func append<Entry: BitwiseCopyable>(_ table: [Entry], to memory: inout [UInt64]) -> Int {
        let start = memory.count * MemoryLayout<UInt64>.size
        let size = table.count * MemoryLayout<Entry>.stride
        memory.reserveCapacity(memory.count + (size + 7) / 8)
        memory.append(contentsOf: repeatElement(0, count: (size + 7) / 8))
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
        var nodes = [PathNode()]
        var branches: [PathBranch] = []
        /// Field 0 is none.
        var fields = [Field()]
        var texts: [TextEntry] = []
        var numbers: [NumberEntry] = []
        var ranges: [RangeEntry] = []
        var blocks: [BlockEntry] = []
        var automata: [AutomatonEntry] = []
        /// Names, texts, addresses, and the columns of automata.
        var bytes: [UInt8] = []
        /// The rows of automata, lists of tests, sub-rules, and the lists below; each is found by its first index.
        var words: [UInt32] = []
        var places = Places()

        init(mode: EventPattern.Mode) { self.mode = mode }
    }

    /// Where in the table of words a list begins.
    struct Places: Sendable {
        /// For each test where its postings begin.
        var postings = 0
        /// For each test where in the table of words those begin that fail where it is passed, and at last their end.
        var excluded = 0
        /// Sub-rules that absence alone can satisfy.
        var untriggered = 0..<0
    }

    /// The tables as they lie in memory.
    struct View {
        let nodes: UnsafePointer<PathNode>
        let branches: UnsafePointer<PathBranch>
        let fields: UnsafePointer<Field>
        let texts: UnsafePointer<TextEntry>
        let numbers: UnsafePointer<NumberEntry>
        let ranges: UnsafePointer<RangeEntry>
        let blocks: UnsafePointer<BlockEntry>
        let automata: UnsafePointer<AutomatonEntry>
        let powers: UnsafeBufferPointer<PowersOfFive.Power>
        let bytes: UnsafePointer<UInt8>
        let words: UnsafePointer<UInt32>
        let postings: Int
        let excluded: Int
        let untriggered: Range<Int>

        /// A field where it lies: it is too large to be copied for every value.
        @inline(__always)
        func field(_ number: Int) -> UnsafePointer<Field> { fields + number }

        /// Where the postings of a test begin; it has some.
        @inline(__always)
        func postings(of test: UInt32) -> Int { Int(words[postings &+ Int(test)] & ~Postings.isSecond) }
    }

    /// A table as `append` has written it: at a whole word, which is enough for every entry.
    private static func table<Entry>(_ memory: UnsafeRawPointer, _ start: Int) -> UnsafePointer<Entry> {
        (memory + start).assumingMemoryBound(to: Entry.self)
    }
}
