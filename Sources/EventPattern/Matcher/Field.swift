/// All that rules ask of the values at one path.
///
/// Each thing asked is a test, with a number; 0 stands for no test.
struct Field {
    /// Texts that are asked for as they are: a hash table, and the lengths they have, modulo 64.
    var texts = Table()
    var lengths: UInt64 = 0
    var isTrue: UInt32 = 0
    var isFalse: UInt32 = 0
    var isNull: UInt32 = 0
    /// Any value.
    var exists: UInt32 = 0
    var numbers = Run()
    var ranges = Run()
    /// Whether single addresses or blocks of them are asked for; `blocks` are those of some addresses.
    var hasAddresses = false
    var blocks = Run()
    /// Automata that read a string from its beginning, and those that read it from its end.
    var forward = Run()
    var backward = Run()
    /// Tests that any value passes but those that pass certain other tests.
    var exclusions = Run()

    /// A part of a table that all fields share.
    struct Run {
        var start: UInt32 = 0
        var end: UInt32 = 0

        @inline(__always)
        var isEmpty: Bool { start == end }

        @inline(__always)
        var indices: Range<Int> { Int(start)..<Int(end) }
    }

    /// A hash table: its first bucket, and one less than the number of buckets, a power of two.
    struct Table {
        var start: UInt32 = 0
        var mask: UInt32 = 0
        var isEmpty = true
    }
}

/// A text that a field is asked to have; test 0 in an empty bucket.
///
/// What the field's automata would find in a string is known when the table is written, so that it need not go through them:
/// where that is anything, its entry has a list in place of a test, in the table of words: how many tests there are, and these.
struct TextEntry {
    /// Marks the place of a list, and a test beside which automata may find others.
    static let isList: UInt32 = 1 << 31
    static let isPart: UInt32 = 1 << 30
    static let listLimit = 32

    /// How a text is compared.
    enum Kind: UInt8 {
        case string
        /// A number as it is spelled.
        case number
        /// The digits of an address, compared with those of strings alone, or of numbers also.
        case address
        case addressOrNumber

        @inline(__always)
        var seed: UInt64 { UInt64(rawValue) &* 0xD6E8_FEB8_6659_FD93 }
    }

    var head: UInt64 = 0
    var tail: UInt64 = 0
    var length: UInt32 = 0
    var test: UInt32 = 0
    /// Where the text lies in the table of bytes.
    var bytes: UInt32 = 0
    var kind = Kind.string
}

/// A number that a field is asked to have.
struct NumberEntry {
    var value: Double
    var test: UInt32
}

/// Bounds for a field's numbers, which lie within.
struct RangeEntry {
    let low: Double
    let high: Double
    let test: UInt32

    init(_ range: NumericRange, test: UInt32) {
        low = range.lowIncluded ? range.low : range.low.nextUp
        high = range.highIncluded ? range.high : range.high.nextDown
        self.test = test
    }
}

/// A block of addresses for a field: its first and its last address, one after the other, in the table of bytes.
struct BlockEntry {
    var digits: UInt32
    var length: UInt32
    var comparesDigits: Bool
    var test: UInt32
}

/// Where the parts of one automaton lie in the tables that all share.
struct AutomatonEntry {
    var columns: UInt32
    var table: UInt32
    /// What a place in the table is multiplied by for the number of its row: dividing takes longer.
    var rowsPerEntry: UInt32
    var start: UInt32
    /// For each row, in the table of bounds, where its tests begin in the table of lists: when reached, and at the end.
    var met: UInt32
    var metAtEnd: UInt32

    /// How much of a row each of its entries is, in parts of 2^32, rounded up.
    ///
    /// There are two and more: the quote has its own.
    static func rowsPerEntry(width: Int) -> UInt32 { UInt32((1 << 32) / width + 1) }

    /// The number of the row that begins at a place in the table: what has been rounded up makes less than a row more.
    @inline(__always)
    func row(at place: UInt32) -> UInt32 {
        UInt32(truncatingIfNeeded: (UInt64(place) &* UInt64(rowsPerEntry)) >> 32)
    }
}
