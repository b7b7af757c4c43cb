import ByteMasks

/// Pairs the brackets of an event, so that what no rule asks for can be jumped over, and notes what lies in objects.
struct Nesting {
    /// What a bracket pair encloses.
    struct Span {
        /// Where the closing bracket is.
        var end: UInt32
        /// How many brackets are opened before it closes: the number of the next one opened after it.
        var next: UInt32
    }

    static let depthLimit = 1_000

    /// One for each opening bracket, in the order of the text.
    private let spans: UnsafeMutablePointer<Span>
    /// The containers around the current position: number of the bracket, times two, plus one for an object.
    private let stack: UnsafeMutablePointer<UInt32>
    private let (open, close, curly): (UnsafePointer<UInt64>, UnsafePointer<UInt64>, UnsafePointer<UInt64>)
    private let inObject: UnsafeMutablePointer<UInt64>

    init(_ room: ScanRoom) {
        (spans, stack) = (room.spans, room.stack)
        open = UnsafePointer(room.words(byte_mask_open))
        close = UnsafePointer(room.words(byte_mask_close))
        curly = UnsafePointer(room.words(byte_mask_kind_0))
        inObject = room.words(byte_mask_in_object)
        stack[0] = 0
    }

    /// Follows the brackets of all blocks and answers where the root ends; nil where it does not, or lies too deep.
    ///
    /// A bracket belongs to the container that it stands in, or that it closes. That it closes one of its kind is for the
    /// check to see.
    func run(blocks: Int) -> Int? {
        var top: UInt32 = 0
        var opened: UInt32 = 0
        var (depth, deepest) = (0, 0)
        for block in 0..<blocks {
            let (open, curly) = (open[block], curly[block])
            var rest = open | close[block]
            var inside = 0 &- UInt64(top & 1)
            // Whether a bracket opens or closes is hard to foretell, so that nothing branches on it.
            while rest != 0 {
                let bit = UInt64(rest.first)
                let before = top & 1
                let opens = UInt32(truncatingIfNeeded: open &>> bit & 1)
                stack[depth &+ 1] = opened << 1 | UInt32(truncatingIfNeeded: curly &>> bit & 1)
                // What is written for one that opens is written again when it closes.
                let number = opens == 1 ? opened : top >> 1
                let end = block &<< 6 | Int(bit)
                spans[Int(number)] = Span(end: UInt32(truncatingIfNeeded: end), next: opened)
                opened &+= opens
                depth &+= 2 &* Int(opens) &- 1
                deepest = max(deepest, depth)
                if depth == 0 {
                    inObject[block] = inside
                    return deepest <= Self.depthLimit ? end : nil
                }
                top = stack[depth]
                inside ^= (~1 &<< bit) & (0 &- UInt64(before ^ (top & 1)))
                rest.removeFirst()
            }
            inObject[block] = inside
            if deepest > Self.depthLimit { return nil }
        }
        return nil
    }
}
