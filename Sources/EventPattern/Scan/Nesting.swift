import ByteMasks

/// Pairs the brackets of an event, so that what no rule asks for can be jumped over.
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
    private var top: UInt32 = 0
    private var opened: UInt32 = 0
    private var depth = 0
    private var deepest = 0

    var isTooDeep: Bool { deepest > Self.depthLimit }

    /// - Parameters:
    ///   - spans: room for one for every second byte of the event, and `depthLimit` and a block more.
    ///   - stack: room for `depthLimit` and a block more, and two.
    init(spans: UnsafeMutablePointer<Span>, stack: UnsafeMutablePointer<UInt32>) {
        self.spans = spans
        self.stack = stack
        stack[0] = 0
    }

    /// Follows the brackets of a block; answers where the container is an object, and the root's end where it is here.
    ///
    /// A bracket belongs to the container that it stands in, or that it closes.
    @inline(__always)
    mutating func next(_ masks: UnsafePointer<byte_masks>, _ start: Int) -> (inObject: UInt64, end: Int?) {
        let (open, curly) = (masks.pointee.open, masks.pointee.curly)
        var rest = open | masks.pointee.close
        // Copies, because a write to memory could be one to them.
        var (top, opened, depth, deepest) = (self.top, self.opened, self.depth, self.deepest)
        defer { (self.top, self.opened, self.depth, self.deepest) = (top, opened, depth, deepest) }
        var inObject = 0 &- UInt64(top & 1)
        // Whether a bracket opens or closes is hard to foretell, so that nothing branches on it.
        while rest != 0 {
            let bit = UInt64(rest.first)
            let before = top & 1
            let opens = UInt32(truncatingIfNeeded: open &>> bit & 1)
            stack[depth &+ 1] = opened << 1 | UInt32(truncatingIfNeeded: curly &>> bit & 1)
            // What is written for one that opens is written again when it closes.
            let number = opens == 1 ? opened : top >> 1
            spans[Int(number)] = Span(end: UInt32(truncatingIfNeeded: start) &+ UInt32(bit), next: opened)
            opened &+= opens
            depth &+= 2 &* Int(opens) &- 1
            deepest = max(deepest, depth)
            if depth == 0 { return (inObject, Int(bit)) }
            top = stack[depth]
            inObject ^= (~1 &<< bit) & (0 &- UInt64(before ^ (top & 1)))
            rest.removeFirst()
        }
        return (inObject, nil)
    }
}
