/// Sets of positions in a block of 64 bytes: bit i is byte i. What reaches past the block's end is carried to the next.
extension UInt64 {
    /// The position after each of these, and after what `carry` says of the block before.
    @inline(__always)
    func after(_ carry: inout UInt64) -> UInt64 {
        let moved = self << 1 | carry
        carry = self >> 63
        return moved
    }

    /// The first position outside of `runs` from each of these on.
    ///
    /// Adding carries a bit through a run to its end. A bit stands at the first position of its run, or outside of any.
    @inline(__always)
    func past(_ runs: UInt64, _ carry: inout UInt64) -> UInt64 {
        let (sum, overflow) = (self | carry).addingReportingOverflow(runs)
        carry = overflow ? 1 : 0
        return sum & ~runs
    }

    /// The position of the first set bit; 64 when there is none.
    @inline(__always)
    var first: Int { trailingZeroBitCount }

    @inline(__always)
    mutating func removeFirst() { self &= self &- 1 }

    /// The bits up to and with `position`, which is below 64.
    @inline(__always)
    static func through(_ position: Int) -> UInt64 { ~0 &>> UInt64(truncatingIfNeeded: 63 &- position) }
}
