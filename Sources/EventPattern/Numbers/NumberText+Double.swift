extension NumberText {
    /// The nearest double; nil where the digits that were cut off may decide, which only long numbers do.
    ///
    /// The method of Eisel and Lemire: the digits times a power of five in 128 bits, of which the upper 64 are nearly always
    /// enough to know how to round. Without sign: zero is never negative here.
    @inline(__always)
    func double(_ powers: UnsafeBufferPointer<PowersOfFive.Power>) -> Double? {
        let bits = Self.nearest(digits, exponent, powers)
        if count > Self.exactDigits, bits != Self.nearest(digits &+ 1, exponent, powers) { return nil }
        return Double(bitPattern: isNegative && bits != 0 ? bits | 1 << 63 : bits)
    }

    private static let mantissaBits = 52
    private static let bias = 1023

    /// The bits of the nearest double.
    @inline(__always)
    private static func nearest(
        _ digits: UInt64, _ exponent: Int, _ powers: UnsafeBufferPointer<PowersOfFive.Power>
    ) -> UInt64 {
        if digits == 0 || exponent < PowersOfFive.lowest { return 0 }
        if exponent > PowersOfFive.highest { return Double.infinity.bitPattern }
        let zeros = digits.leadingZeroBitCount
        let product = multiplied(digits &<< UInt64(zeros), powers[exponent &- PowersOfFive.lowest])
        let upper = Int(product.high >> 63)
        let shift = upper &+ 64 &- mantissaBits &- 3
        var mantissa = product.high &>> UInt64(shift)
        // floor(exponent * log2(10)), plus 63.
        var power = (217_706 &* exponent) >> 16 &+ 63 &+ upper &- zeros &+ bias
        if power <= 0 { return subnormal(mantissa, power) }
        if product.low <= 1 { mantissa = even(mantissa, mantissa &<< UInt64(shift) == product.high, exponent) }
        mantissa = (mantissa &+ mantissa & 1) >> 1
        if mantissa >= 2 << 52 {
            mantissa = 1 << 52
            power &+= 1
        }
        if power >= 0x7FF { return Double.infinity.bitPattern }
        return UInt64(truncatingIfNeeded: power) &<< 52 | mantissa & ~(1 << 52)
    }

    /// Of a mantissa that lies halfway between two, exactly: the even one.
    ///
    /// Seldom asked, and kept apart.
    @inline(never)
    private static func even(_ mantissa: UInt64, _ isExact: Bool, _ exponent: Int) -> UInt64 {
        isExact && exponent >= -4 && exponent <= 23 && mantissa & 3 == 1 ? mantissa & ~1 : mantissa
    }

    private static func subnormal(_ mantissa: UInt64, _ power: Int) -> UInt64 {
        if 1 - power >= 64 { return 0 }
        var mantissa = mantissa &>> UInt64(1 - power)
        mantissa = (mantissa + mantissa & 1) >> 1
        // Rounded up to the least normal double, its bit stands where the exponent begins.
        return mantissa
    }

    /// The upper 128 bits of the product, or as many of them as the rounding needs.
    @inline(__always)
    private static func multiplied(_ digits: UInt64, _ power: PowersOfFive.Power) -> (high: UInt64, low: UInt64) {
        let first = digits.multipliedFullWidth(by: power.high)
        let undecided: UInt64 = ~0 >> UInt64(mantissaBits + 3)
        guard first.high & undecided == undecided else { return (first.high, first.low) }
        let second = digits.multipliedFullWidth(by: power.low)
        let (low, overflow) = first.low.addingReportingOverflow(second.high)
        return (first.high &+ (overflow ? 1 : 0), low)
    }
}
