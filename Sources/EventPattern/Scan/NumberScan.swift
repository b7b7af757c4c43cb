import ByteMasks

/// Checks the spelling of all numbers of a block at once: each byte may follow only certain others.
struct NumberScan {
    private var number: UInt64 = 0
    private var digit: UInt64 = 0
    private var dot: UInt64 = 0
    private var minusAtStart: UInt64 = 0
    private var leadingZero: UInt64 = 0
    private var fractionRun: UInt64 = 0
    private var exponents = ExponentScan()
    private var wholeBlocks = 0
    /// Whether a number may be longer than Jackson allows: it must be measured.
    private(set) var mayBeTooLong = false
    /// Whether a number may go on in the next block.
    private(set) var isOpen = false

    /// Answers what is misspelled: `numbers` is where bytes of numbers are expected, `starts` where numbers may begin.
    @inline(__always)
    mutating func mistakes(
        _ masks: UnsafePointer<byte_masks>, _ numbers: UInt64, _ starts: UInt64, _ text: EventText, _ start: Int
    ) -> UInt64 {
        let digits = masks.pointee.digit & numbers
        let minus = masks.pointee.minus & numbers
        let dots = masks.pointee.dot & numbers
        let firsts = numbers & ~numbers.after(&number)
        let afterDigit = digits.after(&digit)
        let others = numbers & ~(digits | dots | minus & firsts)
        var mistakes = firsts & ~starts | dots & ~afterDigit
        let afterDot = dots.after(&dot)
        let afterMinus = (minus & firsts).after(&minusAtStart)
        mistakes |= (afterDot | afterMinus) & ~digits
        mistakes |= (masks.pointee.zero & numbers & (firsts | afterMinus)).after(&leadingZero) & digits
        // The digits after a dot do not end in a second one.
        mistakes |= afterDot.past(digits, &fractionRun) & dots
        isOpen = numbers >> 63 != 0
        if others != 0 || exponents.isOpen {
            mistakes |= exponents.mistakes(
                others, digits: digits, afterDigit: afterDigit, dots: dots, isNumberLast: isOpen, text, start)
        }
        if numbers == ~0 { measure() } else { wholeBlocks = 0 }
        return mistakes
    }

    @inline(never)
    private mutating func measure() {
        wholeBlocks += 1
        if wholeBlocks >= 1_000 / 64 - 2 { mayBeTooLong = true }
    }
}

/// Checks exponents, which few numbers have.
private struct ExponentScan {
    private var exponent: UInt64 = 0
    private var sign: UInt64 = 0
    private var run: UInt64 = 0
    /// Whether an exponent may go on in the next block.
    private(set) var isOpen = false

    /// `others` are bytes of numbers that are no digit, dot or sign of the number; `dots` and `afterDigit` are of numbers too.
    @inline(never)
    mutating func mistakes(
        _ others: UInt64, digits: UInt64, afterDigit: UInt64, dots: UInt64, isNumberLast: Bool, _ text: EventText,
        _ start: Int
    ) -> UInt64 {
        var (exponents, signs): (UInt64, UInt64) = (0, 0)
        var rest = others
        while rest != 0 {
            let bit: UInt64 = rest & (0 &- rest)
            switch text[start &+ rest.first] {
            case UInt8(ascii: "e"), UInt8(ascii: "E"): exponents |= bit
            case UInt8(ascii: "-"), UInt8(ascii: "+"): signs |= bit
            default: break
            }
            rest.removeFirst()
        }
        let afterExponent = exponents.after(&exponent)
        signs &= afterExponent
        let afterSign = signs.after(&sign)
        var mistakes = others & ~(exponents | signs) | exponents & ~afterDigit
        mistakes |= afterExponent & ~(digits | signs) | afterSign & ~digits
        // The digits of an exponent end neither in a dot nor in another exponent.
        mistakes |= (afterExponent & digits | afterSign).past(digits, &run) & (dots | exponents)
        isOpen = isNumberLast && exponent | sign | run != 0
        return mistakes
    }
}
