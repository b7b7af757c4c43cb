import ByteMasks

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
    init(_ text: EventText, _ start: Int, _ end: Int, _ scanner: UnsafePointer<byte_scanner>) {
        isNegative = text[start] == UInt8(ascii: "-")
        guard let bytes = text.bytes.baseAddress else { return }
        let decimal = scanner.pointee.decimal(bytes, start &+ (isNegative ? 1 : 0), end)
        if decimal.count == 0 {
            self = Self.slow(text, start, end)
            return
        }
        (digits, count, exponent) = (decimal.digits, Int(decimal.count), Int(decimal.exponent))
        isInteger = exponent == 0
    }

    /// Reads a number that may have more digits than are kept, one after the other, or an exponent.
    @inline(never)
    private static func slow(_ text: EventText, _ start: Int, _ end: Int) -> NumberText {
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
