import JSON

/// A CIDR block compared digit by digit, as EventBridge does: the first deciding digit decides, lengths do not.
///
/// So an IPv6 address can lie in an IPv4 block by its leading digits, and a JSON number's digits are compared too.
struct AddressRange: Hashable, Sendable {
    let low: [UInt8]
    let high: [UInt8]

    /// - Parameters:
    ///   - digits: 8 or 32 hexadecimal digits of any address in the block.
    ///   - bits: the prefix length; all the address's bits for that address alone.
    init(digits: [UInt8], bits: Int) {
        var low = AddressDigits.octets(digits)
        var high = low
        for index in low.indices {
            let kept = min(8, max(0, bits - index * 8))
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> kept)
            low[index] &= mask
            high[index] = low[index] | ~mask
        }
        self.low = AddressDigits.digits(low)
        self.high = AddressDigits.digits(high)
    }

    func contains(_ digits: [UInt8]) -> Bool {
        digits.withUnsafeBufferPointer { digits in
            low.withUnsafeBufferPointer { low in
                high.withUnsafeBufferPointer { high in
                    Self.contains(
                        EventText(bytes: digits), 0, digits.count, low: EventText(bytes: low),
                        high: EventText(bytes: high))
                }
            }
        }
    }

    /// Whether the digits from `start` on lie in the block between two addresses.
    static func contains(
        _ text: EventText, _ start: Int, _ length: Int, low: EventText, high: EventText
    ) -> Bool {
        var aboveLow = false
        var belowHigh = false
        for index in 0..<length {
            let digit = text[start + index]
            guard let value = digit.hexDigit, digit != digit | 0x20 || digit.isDigit else { return false }
            guard index < low.count else { return true }
            let bottom = low[index].hexDigit ?? 0
            let top = high[index].hexDigit ?? 0
            if !aboveLow, value < bottom { return false }
            if !belowHigh, value > top { return false }
            aboveLow = aboveLow || value > bottom
            belowHigh = belowHigh || value < top
            if aboveLow && belowHigh { return true }
        }
        return length >= low.count
    }
}
