import ByteMasks

/// Reads a whole event once, 64 bytes at a time, without looking for anything: checks that it is strict JSON, and notes what
/// the walk through it needs: where strings, members and elements end, and which brackets belong together.
///
/// Every check is made for all positions of a block at once, in words of 64 bits; only brackets, literals, escapes and
/// characters beyond ASCII are looked at one by one. A mistake is found, not described: that is left to `JSONTokenizer`.
struct EventScan {
    enum Answer {
        case sound
        /// Nothing is wrong, but something so long that it must be measured.
        case long
        case unsound
    }

    private let text: EventText
    private let room: ScanRoom
    private var strings = StringScan()
    private var numbers = NumberScan()
    private var tokens = TokenScan()
    private var nesting: Nesting
    private var lastIsScalar: UInt64 = 0
    /// The rest of a literal that began in the block before.
    private var literalRest: UInt64 = 0
    private(set) var hasOddNames = false

    var hasEscapes: Bool { strings.hasEscapes }

    init(_ text: EventText, _ room: ScanRoom) {
        self.text = text
        self.room = room
        nesting = Nesting(spans: room.spans, stack: room.stack)
    }

    mutating func run() -> Answer {
        guard let bytes = text.bytes.baseAddress, text.count <= Int(UInt32.max) / 2, text.beginsObject else {
            return .unsound
        }
        byte_masks_fill(bytes, text.count, room.masks)
        for index in 0..<((text.count + 63) / 64) {
            var mistakes: UInt64 = 0
            let end = block(index, &mistakes)
            if let end {
                guard mistakes & .through(end) == 0 else { return .unsound }
                return strings.mayBeTooLong || numbers.mayBeTooLong ? .long : .sound
            }
            if mistakes != 0 || nesting.isTooDeep { return .unsound }
        }
        return .unsound
    }

    /// Answers where the root ends, when it ends in this block.
    @inline(__always)
    private mutating func block(_ index: Int, _ mistakes: inout UInt64) -> Int? {
        let start = index &* 64
        let masks = UnsafePointer(room.masks + index)
        mistakes |= strings.mistakes(masks, text, start)
        let scalars = masks.pointee.scalar
        let scalarStarts = scalars & ~scalars.after(&lastIsScalar)
        let (inObject, end) = nesting.next(masks, start)
        mistakes |= masks.pointee.close & (masks.pointee.curly ^ inObject)
        let order = tokens.mistakes(masks, scalarStarts: scalarStarts, inObject: inObject)
        mistakes |= order.mistakes
        if order.names & (masks.pointee.dot | masks.pointee.backslash) != 0 { hasOddNames = true }
        if scalars | literalRest != 0 || numbers.isOpen {
            mistakes |= scalarMistakes(masks, scalars, scalarStarts, start)
        }
        return end
    }

    /// What is wrong with numbers and the words true, false and null.
    @inline(__always)
    private mutating func scalarMistakes(
        _ masks: UnsafePointer<byte_masks>, _ scalars: UInt64, _ starts: UInt64, _ start: Int
    ) -> UInt64 {
        var mistakes = literalRest & ~scalars
        var literals = literalRest
        literalRest = 0
        var words = starts & ~(masks.pointee.digit | masks.pointee.minus)
        while words != 0 {
            let bit = words.first
            let length = text.lengthOfLiteral(start &+ bit)
            if length == 0 { mistakes |= 1 &<< UInt64(bit) }
            let letters: UInt64 = (1 &<< UInt64(length)) &- 1
            literals |= letters &<< UInt64(bit)
            literalRest = bit &+ length > 64 ? letters &>> UInt64(64 &- bit) : 0
            words.removeFirst()
        }
        let rest = scalars & ~literals
        if rest != 0 || numbers.isOpen { mistakes |= numbers.mistakes(masks, rest, starts, text, start) }
        return mistakes
    }
}
