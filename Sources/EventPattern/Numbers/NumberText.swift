import JSON

/// A JSON number as its digits and its power of ten, read from text that has been checked.
struct NumberText {
    /// The first 19 significant digits.
    private(set) var digits: UInt64 = 0
    /// How many significant digits there are, without leading zeros.
    private(set) var count = 0
    /// The power of ten of the last of the first 19 digits.
    private(set) var exponent = 0
    private(set) var isNegative = false
    /// Whether it has neither a dot nor an exponent.
    private(set) var isInteger = true

    static let exactDigits = 19

    @inline(__always)
    init(_ text: EventText, _ start: Int, _ end: Int) {
        var position = start
        if text[position] == UInt8(ascii: "-") {
            isNegative = true
            position &+= 1
        }
        position = read(text, position, end)
        isInteger = position == end
        if isInteger {
            finish()
            return
        }
        if text[position] == UInt8(ascii: ".") {
            let first = position &+ 1
            position = read(text, first, end)
            exponent &-= position &- first
        }
        finish()
        if position < end { exponent &+= Self.power(text, position &+ 1, end) }
    }

    /// Takes what is past the first 19 digits out of the exponent again.
    @inline(__always)
    private mutating func finish() {
        if count > Self.exactDigits { exponent &+= count &- Self.exactDigits }
    }

    /// Reads a run of digits, eight at once where there are eight.
    @inline(__always)
    private mutating func read(_ text: EventText, _ start: Int, _ end: Int) -> Int {
        var position = start
        while position &+ 8 <= end, count &+ 8 <= Self.exactDigits {
            let word = text.word(position)
            guard word.isEightDigits else { break }
            digits = digits &* 100_000_000 &+ word.eightDigits
            position &+= 8
            if count > 0 || digits != 0 { count &+= count > 0 ? 8 : digits.decimalDigits }
        }
        while position < end {
            let digit = text[position] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            if count > 0 || digit != 0 {
                if count < Self.exactDigits { digits = digits &* 10 &+ UInt64(digit) }
                count &+= 1
            }
            position &+= 1
        }
        return position
    }

    /// The written exponent; one that no double reaches is cut off.
    private static func power(_ text: EventText, _ start: Int, _ end: Int) -> Int {
        var position = start
        let sign = text[position]
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { position += 1 }
        var power = 0
        while position < end {
            power = min(100_000, power * 10 + Int(text[position] &- UInt8(ascii: "0")))
            position += 1
        }
        return sign == UInt8(ascii: "-") ? -power : power
    }
}

extension UInt64 {
    /// Whether the eight bytes are decimal digits.
    @inline(__always)
    var isEightDigits: Bool {
        (self & 0xF0F0_F0F0_F0F0_F0F0) | ((self &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) >> 4
            == 0x3333_3333_3333_3333
    }

    /// The number that eight digits spell, the lowest byte first: pairs, then fours, then all.
    @inline(__always)
    var eightDigits: UInt64 {
        var word = self &- 0x3030_3030_3030_3030
        word = word &* 10 &+ word >> 8
        let low = (word & 0x0000_00FF_0000_00FF) &* (100 &+ (1_000_000 &<< 32))
        let high = (word >> 16 & 0x0000_00FF_0000_00FF) &* (1 &+ (10_000 &<< 32))
        return (low &+ high) >> 32
    }

    /// How many decimal digits a number below 10^8 has.
    fileprivate var decimalDigits: Int {
        var rest = self
        var count = 0
        while rest != 0 {
            rest /= 10
            count += 1
        }
        return count
    }
}
