/// Sets of positions in a block of 64 bytes: bit i is byte i.
extension UInt64 {
    /// The position of the first set bit; 64 when there is none.
    @inline(__always)
    var first: Int { trailingZeroBitCount }

    /// The bits up to and with `position`, which is below 64.
    @inline(__always)
    static func through(_ position: Int) -> UInt64 { ~0 &>> UInt64(truncatingIfNeeded: 63 &- position) }

    /// The bits from `position` on; none where it is 64 or more.
    @inline(__always)
    static func from(_ position: Int) -> UInt64 { position < 64 ? ~0 &<< UInt64(truncatingIfNeeded: position) : 0 }
}
