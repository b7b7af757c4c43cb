import ByteMasks

/// Everything that a set of rules is compiled to, which nothing changes any more: tables, one after the other in one memory.
final class MatcherTables: Sendable {
    let mode: EventPattern.Mode
    let rules: Int
    /// How many tests, fields and conditions there are; the first of each is none.
    let tests: Int
    let fields: Int
    let conditions: Int
    private let memory: [UInt64]
    private let sections: Sections

    private struct Sections: Sendable {
        var nodes = 0..<0
        var branches = 0..<0
        var fields = 0..<0
        var texts = 0..<0
        var numbers = 0..<0
        var ranges = 0..<0
        var blocks = 0..<0
        var automata = 0..<0
        var powers = 0..<0
        var bytes = 0..<0
        var words = 0..<0
        var places = Places()
    }

    init(_ content: Content) {
        (mode, rules, tests, fields) = (content.mode, content.rules, content.tests, content.fields.count)
        conditions = content.conditions
        var memory: [UInt64] = []
        var sections = Sections()
        sections.nodes = Self.append(content.nodes, to: &memory)
        sections.branches = Self.append(content.branches, to: &memory)
        sections.fields = Self.append(content.fields, to: &memory)
        sections.texts = Self.append(content.texts, to: &memory)
        sections.numbers = Self.append(content.numbers, to: &memory)
        sections.ranges = Self.append(content.ranges, to: &memory)
        sections.blocks = Self.append(content.blocks, to: &memory)
        sections.automata = Self.append(content.automata, to: &memory)
        if !content.numbers.isEmpty || !content.ranges.isEmpty {
            sections.powers = Self.append(PowersOfFive.all.powers, to: &memory)
        }
        sections.bytes = Self.append(content.bytes, to: &memory)
        sections.words = Self.append(content.words, to: &memory)
        sections.places = content.places
        (self.memory, self.sections) = (memory, sections)
    }

    /// The memory that the tables take, in bytes.
    var size: Int { memory.count * MemoryLayout<UInt64>.size }

    /// Copies a table to the next whole word, and answers where it begins, in bytes, and how many entries it has.
    private static func append<Entry: BitwiseCopyable>(_ table: [Entry], to memory: inout [UInt64]) -> Range<Int> {
        let start = memory.count * MemoryLayout<UInt64>.size
        let size = table.count * MemoryLayout<Entry>.stride
        memory.reserveCapacity(memory.count + (size + 7) / 8)
        memory.append(contentsOf: repeatElement(0, count: (size + 7) / 8))
        memory.withUnsafeMutableBytes { memory in
            table.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: memory[start...]).copyMemory(from: $0) }
        }
        return start..<start + table.count
    }

    /// The tables while they are filled.
    struct Content {
        let mode: EventPattern.Mode
        var rules = 0
        /// How many tests there are; test 0 is none.
        var tests = 1
        /// How many conditions there are; condition 0 asks nothing.
        var conditions = 1
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
        /// For each condition where its clauses lie.
        var conditions = 0
        /// The sub-rules, and the clauses of those in which lists must be looked at.
        var subRules = 0
        var sharedClauses = 0
        /// Sub-rules that absence alone can satisfy.
        var untriggered = 0..<0
    }

    /// The tables as they lie in memory, for the time of one match.
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
        let conditions: Int
        let subRules: Int
        let sharedClauses: Int
        let untriggered: Range<Int>

        /// A field where it lies: it is too large to be copied for every value.
        @inline(__always)
        func field(_ number: Int) -> UnsafePointer<Field> { fields + number }

        /// Asks for the memory of a word before it is needed.
        @inline(__always)
        func ask(for word: Int) { prefetch(words, word &* MemoryLayout<UInt32>.stride) }

        /// Where the postings of a test begin; it has some.
        @inline(__always)
        func postings(of test: UInt32) -> Int { Int(words[postings &+ Int(test)] & ~Postings.isSecond) }
    }

    @inline(__always)
    func withView<Answer>(_ body: (View) -> Answer) -> Answer {
        memory.withUnsafeBytes { memory in
            guard let start = memory.baseAddress else { preconditionFailure("there is always field 0") }
            return body(
                View(
                    nodes: Self.table(start, sections.nodes), branches: Self.table(start, sections.branches),
                    fields: Self.table(start, sections.fields), texts: Self.table(start, sections.texts),
                    numbers: Self.table(start, sections.numbers), ranges: Self.table(start, sections.ranges),
                    blocks: Self.table(start, sections.blocks), automata: Self.table(start, sections.automata),
                    powers: UnsafeBufferPointer(
                        start: Self.table(start, sections.powers), count: sections.powers.count),
                    bytes: Self.table(start, sections.bytes), words: Self.table(start, sections.words),
                    postings: sections.places.postings, excluded: sections.places.excluded,
                    conditions: sections.places.conditions, subRules: sections.places.subRules,
                    sharedClauses: sections.places.sharedClauses, untriggered: sections.places.untriggered))
        }
    }

    /// A table as `append` has written it: at a whole word, which is enough for every entry.
    @inline(__always)
    private static func table<Entry>(_ memory: UnsafeRawPointer, _ section: Range<Int>) -> UnsafePointer<Entry> {
        (memory + section.lowerBound).assumingMemoryBound(to: Entry.self)
    }
}
