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
    private(set) var isTooDeep = false

    /// - Parameters:
    ///   - spans: room for one for every second byte of the event, and `depthLimit` more.
    ///   - stack: room for `depthLimit` and one more.
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
        var (top, opened, depth) = (self.top, self.opened, self.depth)
        defer { (self.top, self.opened, self.depth) = (top, opened, depth) }
        var inObject = 0 &- UInt64(top & 1)
        while rest != 0 {
            let bit = rest.first
            let before = top & 1
            if open &>> UInt64(bit) & 1 != 0 {
                guard depth < Self.depthLimit else {
                    isTooDeep = true
                    return (inObject, nil)
                }
                top = opened << 1 | UInt32(truncatingIfNeeded: curly &>> UInt64(bit) & 1)
                opened &+= 1
                depth &+= 1
                stack[depth] = top
            } else {
                guard depth > 0 else { return (inObject, nil) }  // a bracket where the root is expected
                spans[Int(top >> 1)] = Span(end: UInt32(truncatingIfNeeded: start &+ bit), next: opened)
                depth &-= 1
                top = stack[depth]
                if depth == 0 { return (inObject, bit) }
            }
            inObject ^= (~1 &<< UInt64(bit)) & (0 &- UInt64(before ^ (top & 1)))
            rest.removeFirst()
        }
        return (inObject, nil)
    }
}
