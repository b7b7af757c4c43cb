import JSON

/// A JSON number as its digits and its power of ten, read from text that has been checked.
struct NumberText {
    /// The first 19 significant digits.
    private(set) var digits: UInt64 = 0
    /// How many digits there are, without leading zeros where they are more than 19.
    private(set) var count = 0
    /// The power of ten of the last of the first 19 digits.
    private(set) var exponent = 0
    private(set) var isNegative = false
    /// Whether it has neither a dot nor an exponent.
    private(set) var isInteger = true

    static let exactDigits = 19

    private init() {}

    @inline(__always)
    init(_ text: EventText, _ start: Int, _ end: Int) {
        isNegative = text[start] == UInt8(ascii: "-")
        var position = start &+ (isNegative ? 1 : 0)
        guard read(text, &position) else {
            self = Self.long(text, start, end)
            return
        }
        isInteger = position == end
        if isInteger { return }
        if text[position] == UInt8(ascii: ".") {
            position &+= 1
            let first = position
            guard read(text, &position) else {
                self = Self.long(text, start, end)
                return
            }
            exponent = first &- position
        }
        if position < end { exponent &+= Self.power(text, position &+ 1, end) }
    }

    /// Reads a run of digits, up to eight at once; answers false where there are more than are kept.
    ///
    /// What stands at its end is no digit.
    @inline(__always)
    private mutating func read(_ text: EventText, _ position: inout Int) -> Bool {
        var word = text.word(position) ^ UInt64.zeros
        var length = word.leadingDigits
        while length == 8 {
            count &+= 8
            guard count <= Self.exactDigits else { return false }
            digits = digits &* 100_000_000 &+ word.eightDigits
            position &+= 8
            word = text.word(position) ^ UInt64.zeros
            length = word.leadingDigits
        }
        if length == 0 { return true }
        count &+= length
        guard count <= Self.exactDigits else { return false }
        // The digits at the upper end, and zeros before them.
        let spelled = word &<< UInt64(truncatingIfNeeded: 64 &- 8 &* length)
        digits = digits &* Self.powerOfTen(length) &+ spelled.eightDigits
        position &+= length
        return true
    }

    /// Reads a number that may have more digits than are kept, one after the other.
    @inline(never)
    private static func long(_ text: EventText, _ start: Int, _ end: Int) -> NumberText {
        var number = NumberText()
        number.isNegative = text[start] == UInt8(ascii: "-")
        var position = number.readOneByOne(text, start + (number.isNegative ? 1 : 0), end)
        number.isInteger = position == end
        if position < end, text[position] == UInt8(ascii: ".") {
            let first = position + 1
            position = number.readOneByOne(text, first, end)
            number.exponent = first - position
        }
        // What is past the first 19 digits is taken out of the exponent again.
        number.exponent += max(0, number.count - exactDigits)
        if position < end { number.exponent += power(text, position + 1, end) }
        return number
    }

    private mutating func readOneByOne(_ text: EventText, _ start: Int, _ end: Int) -> Int {
        var position = start
        while position < end {
            let digit = text[position] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            if count > 0 || digit != 0 {
                if count < Self.exactDigits { digits = digits &* 10 &+ UInt64(digit) }
                count += 1
            }
            position += 1
        }
        return position
    }

    @inline(__always)
    private static func powerOfTen(_ exponent: Int) -> UInt64 {
        switch exponent {
        case 1: 10
        case 2: 100
        case 3: 1_000
        case 4: 10_000
        case 5: 100_000
        case 6: 1_000_000
        default: 10_000_000
        }
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

/// Eight bytes of a text, the first one lowest, from each of which that of the digit zero was taken.
extension UInt64 {
    /// The digit zero, eight times.
    fileprivate static var zeros: UInt64 { 0x3030_3030_3030_3030 }

    /// How many of the bytes are decimal digits before the first that is none.
    @inline(__always)
    fileprivate var leadingDigits: Int {
        (((self &+ 0x7676_7676_7676_7676) | self) & 0x8080_8080_8080_8080).trailingZeroBitCount &>> 3
    }

    /// The number that eight digits spell: pairs, then fours, then all.
    @inline(__always)
    fileprivate var eightDigits: UInt64 {
        let pairs = self &* 10 &+ self >> 8
        let low = (pairs & 0x0000_00FF_0000_00FF) &* (100 &+ (1_000_000 &<< 32))
        let high = (pairs >> 16 & 0x0000_00FF_0000_00FF) &* (1 &+ (10_000 &<< 32))
        return (low &+ high) >> 32
    }
}
