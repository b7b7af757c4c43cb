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
        position &+ 8 <= count ? wholeWord(position) : lastWord(position)
    }

    /// Eight bytes, the first one lowest, of a text that has all of them there.
    @inline(__always)
    func wholeWord(_ position: Int) -> UInt64 {
        UInt64(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    /// Three bytes, the first one lowest, of a text that has four there.
    @inline(__always)
    func three(_ position: Int) -> UInt32 {
        let four = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: UInt32.self)
        return UInt32(littleEndian: four) & 0xFF_FFFF
    }

    @inline(never)
    private func lastWord(_ position: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<max(0, count - position) { word |= UInt64(bytes[position + index]) &<< UInt64(8 * index) }
        return word
    }

    /// Whether one of two bytes of ASCII is among those from `start` to before `end`; looks at eight at once.
    @inline(__always)
    func contains(_ byte: UInt8, or other: UInt8, _ start: Int, _ end: Int) -> Bool {
        var position = start
        while position < end {
            // No byte behind the end is one of ASCII.
            let behind = end &- position < 8 ? ~0 &<< UInt64(8 &* (end &- position)) : 0
            if Self.contains(word(position) | behind, byte, or: other) { return true }
            position &+= 8
        }
        return false
    }

    /// Whether one of two bytes is among the eight of a word: those that are equal become zero.
    @inline(__always)
    static func contains(_ word: UInt64, _ byte: UInt8, or other: UInt8) -> Bool {
        let (ones, highs) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
        let (left, right) = (word ^ ones &* UInt64(byte), word ^ ones &* UInt64(other))
        return ((left &- ones) & ~left | (right &- ones) & ~right) & highs != 0
    }

    /// Whether a byte of ASCII is among those from `start` to before `end`.
    func contains(_ byte: UInt8, _ start: Int, _ end: Int) -> Bool { contains(byte, or: byte, start, end) }

    /// Whether the first token is the opening bracket of an object.
    var beginsObject: Bool {
        bytes.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 } == UInt8(ascii: "{")
    }
}
