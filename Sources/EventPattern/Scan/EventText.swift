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

    /// Whether one of two bytes of ASCII is among those from `start` to before `end`; looks at eight at once.
    @inline(__always)
    func contains(_ byte: UInt8, or other: UInt8, _ start: Int, _ end: Int) -> Bool {
        let (ones, highs) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
        var position = start
        while position < end {
            // The bytes that are equal become zero; those behind the end do not.
            let behind = end &- position < 8 ? ~0 &<< UInt64(8 &* (end &- position)) : 0
            let word = word(position) | behind
            let (left, right) = (word ^ ones &* UInt64(byte), word ^ ones &* UInt64(other))
            if ((left &- ones) & ~left | (right &- ones) & ~right) & highs != 0 { return true }
            position &+= 8
        }
        return false
    }

    /// Whether a byte of ASCII is among those from `start` to before `end`.
    func contains(_ byte: UInt8, _ start: Int, _ end: Int) -> Bool { contains(byte, or: byte, start, end) }

    /// Whether the first token is the opening bracket of an object.
    var beginsObject: Bool {
        bytes.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 } == UInt8(ascii: "{")
    }
}
