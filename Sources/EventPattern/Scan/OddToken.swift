/// Scalars that are not made of digits and a dot alone: the words true, false and null, and numbers with an exponent.
extension EventText {
    /// The end of the scalar that a byte outside of strings lies in; nil where it is none that JSON knows.
    func endOfOddToken(_ position: Int) -> Int? {
        var start = position
        while start > 0, !isDelimiter(start - 1) { start -= 1 }
        let word = lengthOfLiteral(start)
        let end = word > 0 ? start + word : endOfNumber(start)
        guard let end, end > position, end >= count || isDelimiter(end) else { return nil }
        return end
    }

    /// Whether no scalar can go on here: space, a quote, a comma, a colon or a bracket.
    private func isDelimiter(_ position: Int) -> Bool {
        switch self[position] {
        case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
            true
        default: false
        }
    }

    private func endOfNumber(_ start: Int) -> Int? {
        var position = start
        if has(position, UInt8(ascii: "-")) { position += 1 }
        if has(position, UInt8(ascii: "0")) { position += 1 } else { guard skipDigits(&position) else { return nil } }
        if has(position, UInt8(ascii: ".")) {
            position += 1
            guard skipDigits(&position) else { return nil }
        }
        if has(position, UInt8(ascii: "e")) || has(position, UInt8(ascii: "E")) {
            position += 1
            if has(position, UInt8(ascii: "+")) || has(position, UInt8(ascii: "-")) { position += 1 }
            guard skipDigits(&position) else { return nil }
        }
        return position
    }

    private func has(_ position: Int, _ byte: UInt8) -> Bool { position < count && self[position] == byte }

    private func skipDigits(_ position: inout Int) -> Bool {
        let start = position
        while position < count, self[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position > start
    }
}
