/// The powers of five from 5^-342 to 5^308, each to 128 bits: what a decimal exponent is multiplied by.
///
/// Powers that do not fit are cut off; reciprocals are rounded up, as Eisel and Lemire need them.
/// (D. Lemire, "Number Parsing at a Gigabyte per Second", 2021.)
struct PowersOfFive {
    static let lowest = -342
    static let highest = 308
    static let count = highest - lowest + 1
    static let all = PowersOfFive()

    struct Power {
        let high: UInt64
        let low: UInt64
    }

    let powers: [Power]

    private init() {
        // 2^1023 divided by five again and again: the quotients of quotients are those of the powers.
        var reciprocal = [UInt64](repeating: 0, count: 16)
        reciprocal[15] = 1 << 63
        var negative: [Power] = []
        for _ in 1...(-Self.lowest) {
            var remainder: UInt64 = 0
            for index in reciprocal.indices.reversed() {
                (reciprocal[index], remainder) = UInt64(5).dividingFullWidth((remainder, reciprocal[index]))
            }
            let top = Self.top(reciprocal)
            let (low, overflow) = top.low.addingReportingOverflow(1)
            negative.append(Power(high: top.high &+ (overflow ? 1 : 0), low: low))
        }
        var positive: [Power] = []
        var power: [UInt64] = [1] + [UInt64](repeating: 0, count: 15)
        for _ in 0...Self.highest {
            positive.append(Self.top(power))
            var carry: UInt64 = 0
            for index in power.indices {
                let product = power[index].multipliedFullWidth(by: 5)
                let (low, overflow) = product.low.addingReportingOverflow(carry)
                power[index] = low
                carry = product.high + (overflow ? 1 : 0)
            }
        }
        powers = negative.reversed() + positive
    }

    /// The 128 bits from the highest set bit on.
    private static func top(_ words: [UInt64]) -> Power {
        guard let last = words.lastIndex(where: { $0 != 0 }) else { return Power(high: 0, low: 0) }
        let word = { (index: Int) in index < 0 ? 0 : words[index] }
        let shift = UInt64(words[last].leadingZeroBitCount)
        if shift == 0 { return Power(high: word(last), low: word(last - 1)) }
        return Power(
            high: word(last) << shift | word(last - 1) >> (64 - shift),
            low: word(last - 1) << shift | word(last - 2) >> (64 - shift))
    }
}
