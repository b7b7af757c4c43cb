import JSON

/// The number in a JSON text, if it can be compared: its exact decimal value is the shortest form of a double.
///
/// Every text of up to 15 significant digits is comparable; 2^53+1, 1e400 and 1e-400 are not.
struct ComparableNumber: Hashable, Sendable {
    let value: Double

    init?(_ text: [UInt8]) {
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite,
            Decimal(text) == Decimal(Array(Self.shortest(value).utf8))
        else { return nil }
        self.value = value == 0 ? 0 : value  // -0 is 0
    }

    /// The shortest decimal of at least two digits that reads back as `value`, as the service writes doubles.
    static func shortest(_ value: Double) -> String {
        switch value.magnitude {
        case Double.leastNonzeroMagnitude: value < 0 ? "-4.9e-324" : "4.9e-324"
        case 2 * Double.leastNonzeroMagnitude: value < 0 ? "-9.9e-324" : "9.9e-324"
        default: value.description
        }
    }

    /// Sign, significant digits and power of ten: equal for every spelling of one value.
    private struct Decimal: Hashable {
        var negative = false
        var digits: [UInt8] = []
        var exponent = 0

        init(_ text: [UInt8]) {
            var afterPoint = false
            var rest = text[...]
            if rest.first == UInt8(ascii: "-") {
                negative = true
                rest.removeFirst()
            }
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: ".") {
                    afterPoint = true
                } else if byte | 0x20 == UInt8(ascii: "e") {
                    let written = String(decoding: rest, as: UTF8.self)
                    exponent += Int(written) ?? (written.first == "-" ? -1_000_000 : 1_000_000)
                    break
                } else {
                    digits.append(byte)
                    if afterPoint { exponent -= 1 }
                }
            }
            normalize()
        }

        private mutating func normalize() {
            let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
            digits.removeFirst(leading)
            while digits.last == UInt8(ascii: "0") {
                digits.removeLast()
                exponent += 1
            }
            if digits.isEmpty { (negative, exponent) = (false, 0) }
        }
    }
}
