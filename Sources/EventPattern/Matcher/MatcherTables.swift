/// Everything that a set of rules is compiled to: arrays that nothing changes any more.
final class MatcherTables: Sendable {
    let content: Content

    init(_ content: Content) { self.content = content }

    /// The arrays while they are filled.
    struct Content: Sendable {
        var mode: EventPattern.Mode
        var rules = 0
        /// How many tests there are; test 0 is none.
        var tests = 1
        var nodes = [PathNode()]
        var branches: [PathBranch] = []
        /// Field 0 is none: it stands for the second clause of a sub-rule that has but one.
        var fields = [Field()]
        var texts: [TextEntry] = []
        var numbers: [NumberEntry] = []
        var ranges: [RangeEntry] = []
        var blocks: [BlockEntry] = []
        var automata: [AutomatonEntry] = []
        var postings: [Posting] = []
        /// Names, texts, and the columns of automata.
        var bytes: [UInt8] = []
        /// The rows of automata, lists of tests, sub-rules, and the lists below; each is found by its first index.
        var words: [UInt32] = []
        var places = Places()

        /// The memory that the arrays take.
        var size: Int {
            func size<Element>(_ array: [Element]) -> Int { array.capacity * MemoryLayout<Element>.stride }
            return size(nodes) + size(branches) + size(fields) + size(texts) + size(numbers) + size(ranges)
                + size(blocks) + size(automata) + size(postings) + size(bytes) + size(words)
        }
    }

    /// Where in the table of words a list begins.
    struct Places: Sendable {
        /// For each test where its postings begin, and at last where they end.
        var postings = 0
        /// For each test where in the table of words those begin that fail where it is passed, and at last their end.
        var excluded = 0
        /// Sub-rules that absence alone can satisfy.
        var untriggered = 0..<0
    }

    /// The arrays as memory, for the time of one match.
    struct View {
        let nodes: UnsafeBufferPointer<PathNode>
        let branches: UnsafeBufferPointer<PathBranch>
        let fields: UnsafeBufferPointer<Field>
        let texts: UnsafeBufferPointer<TextEntry>
        let numbers: UnsafeBufferPointer<NumberEntry>
        let ranges: UnsafeBufferPointer<RangeEntry>
        let blocks: UnsafeBufferPointer<BlockEntry>
        let automata: UnsafeBufferPointer<AutomatonEntry>
        let postings: UnsafeBufferPointer<Posting>
        let bytes: UnsafeBufferPointer<UInt8>
        let words: UnsafeBufferPointer<UInt32>
        let places: Places
    }

    @inline(__always)
    func withView<Answer>(_ body: (View) -> Answer) -> Answer {
        let places = content.places
        return content.nodes.withUnsafeBufferPointer { nodes in
            content.branches.withUnsafeBufferPointer { branches in
                content.fields.withUnsafeBufferPointer { fields in
                    content.texts.withUnsafeBufferPointer { texts in
                        content.numbers.withUnsafeBufferPointer { numbers in
                            content.ranges.withUnsafeBufferPointer { ranges in
                                content.blocks.withUnsafeBufferPointer { blocks in
                                    content.automata.withUnsafeBufferPointer { automata in
                                        content.postings.withUnsafeBufferPointer { postings in
                                            content.bytes.withUnsafeBufferPointer { bytes in
                                                content.words.withUnsafeBufferPointer { words in
                                                    body(
                                                        View(
                                                            nodes: nodes, branches: branches, fields: fields,
                                                            texts: texts, numbers: numbers, ranges: ranges,
                                                            blocks: blocks, automata: automata, postings: postings,
                                                            bytes: bytes, words: words, places: places))
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
