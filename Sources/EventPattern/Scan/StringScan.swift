import ByteMasks

/// Tells what lies in strings, and finds what no string may hold: bare control characters, unknown escapes, broken UTF-8.
struct StringScan {
    /// The quotes that begin and end strings, and the insides, which hold the opening quotes.
    struct Found {
        let quotes: UInt64
        let inside: UInt64
    }

    private var firstIsEscaped: UInt64 = 0
    private var isInside: UInt64 = 0
    /// Where the character after the last checked one begins; only what is not ASCII is checked.
    private var checked = 0
    /// Whole blocks without a quote, one after the other, in a string.
    private var wholeBlocks = 0
    /// Whether a string may be longer than Jackson allows: it must be measured.
    private(set) var mayBeTooLong = false
    private(set) var hasEscapes = false

    @inline(__always)
    mutating func next(_ masks: UnsafePointer<byte_masks>, _ text: EventText, _ start: Int, mistakes: inout UInt64)
        -> Found
    {
        var escaped: UInt64 = 0
        if masks.pointee.backslash | firstIsEscaped != 0 { escaped = escapedBytes(masks.pointee.backslash) }
        let quotes = masks.pointee.quote & ~escaped
        let inside = quotes.betweenPairs ^ isInside
        isInside = UInt64(bitPattern: Int64(bitPattern: inside) >> 63)
        mistakes |= masks.pointee.control & inside
        if escaped & inside != 0 { mistakes |= unknownEscapes(escaped & inside, text, start) }
        if masks.pointee.high != 0 { mistakes |= brokenCharacters(masks.pointee.high, text, start) }
        if inside == ~0 { measure() } else { wholeBlocks = 0 }
        return Found(quotes: quotes, inside: inside)
    }

    /// A byte is escaped when an odd number of backslashes stands before it.
    @inline(never)
    private mutating func escapedBytes(_ backslashes: UInt64) -> UInt64 {
        hasEscapes = true
        let backslashes = backslashes & ~firstIsEscaped
        let following = backslashes << 1 | firstIsEscaped
        let even: UInt64 = 0x5555_5555_5555_5555
        let oddStarts = backslashes & ~even & ~following
        let (sum, overflow) = oddStarts.addingReportingOverflow(backslashes)
        firstIsEscaped = overflow ? 1 : 0
        return (even ^ sum << 1) & following
    }

    @inline(never)
    private func unknownEscapes(_ escaped: UInt64, _ text: EventText, _ start: Int) -> UInt64 {
        var rest = escaped
        var unknown: UInt64 = 0
        while rest != 0 {
            let bit = rest.first
            if !text.isEscape(start + bit) { unknown |= 1 &<< UInt64(bit) }
            rest.removeFirst()
        }
        return unknown
    }

    @inline(never)
    private mutating func brokenCharacters(_ high: UInt64, _ text: EventText, _ start: Int) -> UInt64 {
        var rest = high
        while rest != 0 {
            let bit = rest.first
            let position = start + bit
            if position >= checked {
                let length = text.lengthOfCharacter(position)
                if length == 0 { return 1 &<< UInt64(bit) }
                checked = position + length
            }
            rest.removeFirst()
        }
        return 0
    }

    @inline(never)
    private mutating func measure() {
        wholeBlocks += 1
        if wholeBlocks >= 50_000 / 64 - 2 { mayBeTooLong = true }
    }
}
