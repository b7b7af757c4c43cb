import ByteMasks

/// Checks the spelling of all numbers of a block at once: each byte may follow only certain others.
struct NumberScan {
    private var number: UInt64 = 0
    private var digit: UInt64 = 0
    private var exponent: UInt64 = 0
    private var fractionRun: UInt64 = 0
    private var signAtStart: UInt64 = 0
    private var leadingZero: UInt64 = 0
    private var exponentSign: UInt64 = 0
    private var fraction: UInt64 = 0
    private var powerRun: UInt64 = 0
    private var wholeBlocks = 0
    /// Whether a number may be longer than Jackson allows: it must be measured.
    private(set) var mayBeTooLong = false
    /// Whether a number may go on in the next block.
    private(set) var isOpen = false

    /// Answers what is misspelled: `numbers` is where bytes of numbers are expected, `starts` where numbers may begin.
    @inline(__always)
    mutating func mistakes(_ masks: byte_masks, _ numbers: UInt64, _ starts: UInt64) -> UInt64 {
        let digits = masks.digit & numbers
        let minus = masks.minus & numbers
        let plus = masks.plus & numbers
        let dots = masks.dot & numbers
        let exponents = masks.exponent & numbers
        let start = numbers & ~numbers.after(&number)
        let afterExponent = exponents.after(&exponent)
        let signs = (minus | plus) & afterExponent
        var mistakes = numbers & ~(digits | minus | plus | dots | exponents) | start & ~starts
        mistakes |= minus & ~(start | afterExponent) | plus & ~afterExponent
        mistakes |= (dots | exponents) & ~digits.after(&digit)
        mistakes |= afterExponent & ~(digits | minus | plus)
        let afterDot = dots.after(&fraction)
        let afterSign = signs.after(&exponentSign)
        let afterMinus = (minus & start).after(&signAtStart)
        mistakes |= (afterDot | afterSign | afterMinus) & ~digits
        mistakes |= (masks.zero & digits & (start | afterMinus)).after(&leadingZero) & digits
        // The digits after a dot may end in an exponent, not in a second dot; those of an exponent in neither.
        mistakes |= afterDot.past(digits, &fractionRun) & dots
        mistakes |= (afterExponent & digits | afterSign).past(digits, &powerRun) & (dots | exponents)
        isOpen = numbers >> 63 != 0
        if numbers == ~0 { measure() } else { wholeBlocks = 0 }
        return mistakes
    }

    @inline(never)
    private mutating func measure() {
        wholeBlocks += 1
        if wholeBlocks >= 1_000 / 64 - 2 { mayBeTooLong = true }
    }
}
