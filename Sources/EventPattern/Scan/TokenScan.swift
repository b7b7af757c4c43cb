import ByteMasks

/// Checks the order of tokens: what may follow what, in objects and in lists.
///
/// It is enough to know where a value is expected (at first, and after an opening bracket, a comma or a colon), where in an
/// object a name is, and that colons stand after names and nowhere else.
struct TokenScan {
    private var openOrComma: UInt64 = 0
    private var commaOrColon: UInt64 = 0
    private var nameEnd: UInt64 = 0
    /// What goes on through space at the end of a block; the root is expected as if a colon had come before it.
    private var spaces = Spaces(openOrComma: 0, commaOrColon: 1, nameEnd: 0)
    /// One when a name goes on in the next block.
    private var nameRun: UInt64 = 0

    private struct Spaces {
        var openOrComma: UInt64
        var commaOrColon: UInt64
        var nameEnd: UInt64
        var areNone: Bool { openOrComma | commaOrColon | nameEnd == 0 }
    }

    /// Answers the mistakes, and where names lie, with their opening quotes.
    ///
    /// `inObject` is where the container that a position lies in is an object; a bracket lies in what it stands in or closes.
    @inline(__always)
    mutating func mistakes(
        _ masks: UnsafePointer<byte_masks>, scalarStarts: UInt64, inObject: UInt64
    ) -> (mistakes: UInt64, names: UInt64) {
        let (quotes, inside, space) = (masks.pointee.quotes, masks.pointee.inside, masks.pointee.space)
        let (open, close, comma, colon) =
            (masks.pointee.open, masks.pointee.close, masks.pointee.comma, masks.pointee.colon)
        let opening = quotes & inside
        let carried = nameRun
        var first = (open | comma).after(&openOrComma)
        var next = (comma | colon).after(&commaOrColon)
        let isDense = space == 0 && spaces.areNone
        if !isDense {
            first = first.past(space, &spaces.openOrComma)
            next = next.past(space, &spaces.commaOrColon)
        }
        let expected = first | next
        let named = first & inObject
        let names = opening & named
        let ends = names.past(inside, &nameRun) & quotes
        var colons = ends.after(&nameEnd)
        if !isDense { colons = colons.past(space, &spaces.nameEnd) }
        let mistakes =
            (open | opening | scalarStarts) & ~expected
            | (comma | colon) & expected
            | close & next
            | named & ~(opening | close)
            | (colons ^ colon)
        return (mistakes, ends &- names &- carried)
    }
}
