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

    /// Reads a run of digits, up to eight at once; what stands at `end` is no digit.
    @inline(__always)
    private mutating func read(_ text: EventText, _ start: Int, _ end: Int) -> Int {
        var position = start
        while true {
            let word = text.word(position) ^ UInt64.zeros
            let length = word.leadingDigits
            if length == 0 { return position }
            guard count &+ length <= Self.exactDigits else { return readMany(text, position, end) }
            // The digits at the upper end, and zeros before them.
            let spelled = word &<< UInt64(truncatingIfNeeded: 64 &- 8 &* length)
            digits = digits &* Self.powerOfTen(length) &+ spelled.eightDigits
            count &+= count > 0 ? length : 8 &- spelled.trailingZeroBitCount &>> 3
            position &+= length
            if length < 8 { return position }
        }
    }

    /// The rest of a run that may have more digits than are kept.
    @inline(never)
    private mutating func readMany(_ text: EventText, _ start: Int, _ end: Int) -> Int {
        var position = start
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

    @inline(__always)
    private static func powerOfTen(_ exponent: Int) -> UInt64 {
        switch exponent {
        case 1: 10
        case 2: 100
        case 3: 1_000
        case 4: 10_000
        case 5: 100_000
        case 6: 1_000_000
        case 7: 10_000_000
        default: 100_000_000
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
