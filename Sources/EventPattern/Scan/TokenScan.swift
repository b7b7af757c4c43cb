import ByteMasks

/// Checks the order of tokens: what may follow what, in objects and in lists.
///
/// It is enough to know where a value is expected (at first, and after an opening bracket, a comma or a colon), where in an
/// object a name is, and that colons stand after names and nowhere else.
struct TokenScan {
    /// The bits of one block that the order is told from.
    struct Block {
        let strings: StringScan.Found
        let open: UInt64
        let close: UInt64
        let comma: UInt64
        let colon: UInt64
        let space: UInt64
        let scalarStarts: UInt64
        /// Where the container that a position lies in is an object; a bracket lies in what it stands in or closes.
        let inObject: UInt64
    }

    private var openOrComma: UInt64 = 0
    private var commaOrColon: UInt64 = 0
    private var nameEnd: UInt64 = 0
    private var openOrCommaSpace: UInt64 = 0
    // The root is expected as if a colon had come before it.
    private var commaOrColonSpace: UInt64 = 1
    private var nameEndSpace: UInt64 = 0
    /// One when a name goes on in the next block.
    private var nameRun: UInt64 = 0

    /// Answers the mistakes, and where names lie, with their opening quotes.
    @inline(__always)
    mutating func mistakes(_ block: Block) -> (mistakes: UInt64, names: UInt64) {
        let opening = block.strings.quotes & block.strings.inside
        let first = follow(
            (block.open | block.comma).after(&openOrComma), block.space, &openOrCommaSpace)
        let next = follow(
            (block.comma | block.colon).after(&commaOrColon), block.space, &commaOrColonSpace)
        let expected = first | next
        let named = first & block.inObject
        var mistakes = (block.open | opening | block.scalarStarts) & ~expected
        mistakes |= (block.comma | block.colon) & expected | block.close & next
        mistakes |= named & ~(opening | block.close)
        let names = opening & named
        let carried = nameRun
        let ends = names.past(block.strings.inside, &nameRun) & block.strings.quotes
        mistakes |= follow(ends.after(&nameEnd), block.space, &nameEndSpace) ^ block.colon
        return (mistakes, ends &- names &- carried)
    }

    /// The first position from each of these on that is no space.
    @inline(__always)
    private func follow(_ positions: UInt64, _ space: UInt64, _ carry: inout UInt64) -> UInt64 {
        positions.past(space, &carry)
    }
}
