import ByteMasks

/// Looks at what strings may not all hold: bare control characters, escapes, and characters beyond ASCII.
struct StringScan {
    /// Where the character after the last checked one begins; only what is not ASCII is checked.
    private var checked = 0
    /// Whole blocks without a quote, one after the other, in a string.
    private var wholeBlocks = 0
    private var longest = 0
    private(set) var hasEscapes = false

    /// Whether a string may be longer than Jackson allows: it must be measured.
    var mayBeTooLong: Bool { longest >= 50_000 / 64 - 2 }

    @inline(__always)
    mutating func mistakes(_ masks: UnsafePointer<byte_masks>, _ text: EventText, _ start: Int) -> UInt64 {
        wholeBlocks = masks.pointee.inside == ~0 ? wholeBlocks &+ 1 : 0
        longest = max(longest, wholeBlocks)
        return masks.pointee.special == 0 ? 0 : mistakes(among: masks.pointee.special, text, start)
    }

    @inline(never)
    private mutating func mistakes(among special: UInt64, _ text: EventText, _ start: Int) -> UInt64 {
        var rest = special
        var mistakes: UInt64 = 0
        while rest != 0 {
            let bit = rest.first
            let position = start &+ bit
            guard position < text.count else { return mistakes | 1 &<< UInt64(bit) }
            if text[position] < 0x80 {
                // A bare control character is no escape either.
                hasEscapes = true
                if !text.isEscape(position) { mistakes |= 1 &<< UInt64(bit) }
            } else if position >= checked {
                let length = text.isEscaped(position) ? 0 : text.lengthOfCharacter(position)
                if length == 0 { mistakes |= 1 &<< UInt64(bit) }
                checked = position &+ max(1, length)
            }
            rest.removeFirst()
        }
        return mistakes
    }
}
