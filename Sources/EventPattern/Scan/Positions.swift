/// The positions of an event that one mask marks.
struct Positions {
    private let bytes: UnsafeRawPointer

    init(_ words: UnsafePointer<UInt64>) { bytes = UnsafeRawPointer(words) }

    /// The first marked position from `start` on; there is one.
    ///
    /// A word is read from the byte that holds the bit of `start`, not from where words begin: so there are seldom none among
    /// its bits, however the text lies.
    @inline(__always)
    func first(from start: Int) -> Int {
        let word = word(start &>> 3) &>> UInt64(start & 7)
        return word != 0 ? start &+ word.trailingZeroBitCount : later(than: start)
    }

    @inline(never)
    private func later(than start: Int) -> Int {
        var byte = start &>> 3 &+ 8
        while word(byte) == 0 { byte &+= 8 }
        return byte &<< 3 &+ word(byte).trailingZeroBitCount
    }

    @inline(__always)
    private func word(_ byte: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: byte, as: UInt64.self))
    }
}
