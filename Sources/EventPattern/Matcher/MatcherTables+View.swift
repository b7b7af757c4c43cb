import ByteMasks

/// How tables are found in the memory that all of them share.
extension MatcherTables {
    /// Where tables begin, in bytes from the beginning of the map.
    struct Map: BitwiseCopyable {
        var nodes = 0
        var children = 0
        var fields = 0
        var texts = 0
        var numbers = 0
        var ranges = 0
        var blocks = 0
        var automata = 0
        var powers = 0
        var bytes = 0
        var words = 0
        var places = Places()
    }

    /// The tables as they lie in memory, for the time of one match.
    struct View {
        private let map: UnsafePointer<Map>
        // What is asked for very often.
        let nodes: UnsafePointer<PathNode>
        let fields: UnsafePointer<Field>
        let words: UnsafePointer<UInt32>

        @inline(__always)
        init(_ start: UnsafeRawPointer) {
            map = start.assumingMemoryBound(to: Map.self)
            nodes = Self.table(start, map.pointee.nodes)
            fields = Self.table(start, map.pointee.fields)
            words = Self.table(start, map.pointee.words)
        }

        @inline(__always)
        var children: UnsafePointer<PathChild> { table(map.pointee.children) }
        @inline(__always)
        var texts: UnsafePointer<TextEntry> { table(map.pointee.texts) }
        @inline(__always)
        var numbers: UnsafePointer<NumberEntry> { table(map.pointee.numbers) }
        @inline(__always)
        var ranges: UnsafePointer<RangeEntry> { table(map.pointee.ranges) }
        @inline(__always)
        var blocks: UnsafePointer<BlockEntry> { table(map.pointee.blocks) }
        @inline(__always)
        var automata: UnsafePointer<AutomatonEntry> { table(map.pointee.automata) }
        /// There where a number is asked for.
        @inline(__always)
        var powers: UnsafeBufferPointer<PowersOfFive.Power> {
            UnsafeBufferPointer(start: table(map.pointee.powers), count: PowersOfFive.count)
        }
        @inline(__always)
        var bytes: UnsafePointer<UInt8> { table(map.pointee.bytes) }
        @inline(__always)
        var places: Places { map.pointee.places }

        @inline(__always)
        private func table<Entry>(_ start: Int) -> UnsafePointer<Entry> { Self.table(map, start) }

        /// A table as `append` has written it: where any entry may begin.
        @inline(__always)
        private static func table<Entry>(_ map: UnsafeRawPointer, _ start: Int) -> UnsafePointer<Entry> {
            (map + start).assumingMemoryBound(to: Entry.self)
        }

        /// A field where it lies: it is too large to be copied for every value.
        @inline(__always)
        func field(_ number: Int) -> UnsafePointer<Field> { fields + number }

        /// Asks for the memory of a word before it is needed.
        @inline(__always)
        func ask(for word: Int) { prefetch(words, word &* MemoryLayout<UInt32>.stride) }

        /// Halves of words from one on.
        @inline(__always)
        func halfWords(_ word: Int) -> UnsafePointer<UInt16> {
            UnsafeRawPointer(words + word).assumingMemoryBound(to: UInt16.self)
        }

        /// Where the postings of a test begin; it has some.
        @inline(__always)
        func postings(of test: UInt32) -> Int { Int(words[places.postings &+ Int(test)] & ~Postings.isSecond) }
    }
}
