import JSON

/// The bytes of an event while it is matched.
///
/// Whoever makes one keeps them in place as long. Positions are checked by whoever asks: those below `count` may be read.
struct EventText {
    let bytes: UnsafeBufferPointer<UInt8>

    @inline(__always)
    var count: Int { bytes.count }

    @inline(__always)
    subscript(position: Int) -> UInt8 { bytes[position] }

    /// Eight bytes, the first one lowest; what lies past the end of the text is zero.
    @inline(__always)
    func word(_ position: Int) -> UInt64 {
        if position &+ 8 <= count {
            return UInt64(
                littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: UInt64.self))
        }
        return lastWord(position)
    }

    @inline(never)
    private func lastWord(_ position: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<max(0, count - position) { word |= UInt64(bytes[position + index]) &<< UInt64(8 * index) }
        return word
    }

    /// Whether a byte of ASCII is among those from `start` to before `end`; looks at eight at once.
    func contains(_ byte: UInt8, _ start: Int, _ end: Int) -> Bool {
        let (ones, highs) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
        var position = start
        while position < end {
            // The bytes that are equal become zero; those behind the end do not.
            var word = word(position) ^ ones &* UInt64(byte)
            if end &- position < 8 { word |= ~0 &<< UInt64(8 &* (end &- position)) }
            if (word &- ones) & ~word & highs != 0 { return true }
            position &+= 8
        }
        return false
    }

    /// Whether the first token is the opening bracket of an object.
    var beginsObject: Bool {
        bytes.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 } == UInt8(ascii: "{")
    }

    /// Whether the byte after a backslash, and what follows it, is an escape that JSON knows.
    func isEscape(_ position: Int) -> Bool {
        guard position < count else { return false }
        switch self[position] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return true
        case UInt8(ascii: "u"):
            guard position + 4 < count else { return false }
            return (1...4).allSatisfy { self[position + $0].hexDigit != nil }
        default: return false
        }
    }

    /// Whether an odd number of backslashes stands before a position.
    func isEscaped(_ position: Int) -> Bool {
        var first = position
        while first > 0, self[first - 1] == UInt8(ascii: "\\") { first -= 1 }
        return (position - first) % 2 == 1
    }

    /// How many bytes the character takes that begins with a byte from 0x80 on; 0 when it is not well-formed UTF-8.
    func lengthOfCharacter(_ position: Int) -> Int {
        let lead = self[position]
        let length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
        guard length > 0, position + length <= count else { return 0 }
        // What would be too long a spelling, a surrogate, or above U+10FFFF, shows in the second byte.
        let lowest: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
        let highest: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
        guard (lowest...highest).contains(self[position + 1]),
            (2..<max(2, length)).allSatisfy({ self[position + $0] & 0xC0 == 0x80 })
        else { return 0 }
        return length
    }
}
