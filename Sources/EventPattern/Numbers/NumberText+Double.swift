extension NumberText {
    /// The nearest double; nil where the digits that were cut off may decide, which only long numbers do.
    ///
    /// The method of Eisel and Lemire: the digits times a power of five in 128 bits, of which the upper 64 are nearly always
    /// enough to know how to round. Without sign: zero is never negative here.
    @inline(__always)
    func double(_ powers: UnsafeBufferPointer<PowersOfFive.Power>) -> Double? {
        if count <= Self.exactDigits {
            let value = Self.nearest(digits, exponent, powers)
            return isNegative && value != 0 ? -value : value
        }
        let value = Self.nearest(digits, exponent, powers)
        guard value == Self.nearest(digits &+ 1, exponent, powers) else { return nil }
        return isNegative && value != 0 ? -value : value
    }

    private static let mantissaBits = 52
    private static let bias = 1023

    @inline(__always)
    private static func nearest(
        _ digits: UInt64, _ exponent: Int, _ powers: UnsafeBufferPointer<PowersOfFive.Power>
    ) -> Double {
        if digits == 0 || exponent < PowersOfFive.lowest { return 0 }
        if exponent > PowersOfFive.highest { return .infinity }
        let zeros = digits.leadingZeroBitCount
        let product = multiplied(digits &<< UInt64(zeros), powers[exponent &- PowersOfFive.lowest])
        let upper = Int(product.high >> 63)
        let shift = upper &+ 64 &- mantissaBits &- 3
        var mantissa = product.high &>> UInt64(shift)
        // floor(exponent * log2(10)), plus 63.
        var power = (217_706 &* exponent) >> 16 &+ 63 &+ upper &- zeros &+ bias
        if power <= 0 { return subnormal(mantissa, power) }
        // Halfway between two doubles, exactly: to the even one.
        if product.low <= 1, exponent >= -4, exponent <= 23, mantissa & 3 == 1,
            mantissa &<< UInt64(shift) == product.high
        {
            mantissa &= ~1
        }
        mantissa = (mantissa &+ mantissa & 1) >> 1
        if mantissa >= 2 << 52 {
            mantissa = 1 << 52
            power &+= 1
        }
        if power >= 0x7FF { return .infinity }
        return Double(bitPattern: UInt64(truncatingIfNeeded: power) &<< 52 | mantissa & ~(1 << 52))
    }

    private static func subnormal(_ mantissa: UInt64, _ power: Int) -> Double {
        if 1 - power >= 64 { return 0 }
        var mantissa = mantissa &>> UInt64(1 - power)
        mantissa = (mantissa + mantissa & 1) >> 1
        // Rounded up to the least normal double, its bit stands where the exponent begins.
        return Double(bitPattern: mantissa)
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
