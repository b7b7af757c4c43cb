/// Numbers as the service compares them: exact decimals that are the shortest spelling of a double.
enum NaiveNumber {
    static func comparable(_ text: String) -> Double? {
        guard let value = Double(text), value.isFinite, decimal(text) == decimal(shortest(value)) else { return nil }
        return value == 0 ? 0 : value
    }

    static func throughDouble(_ text: String) -> String {
        guard let value = Double(text), value.isFinite else { return "Infinity" }
        return shortest(value)
    }

    /// Java writes at least two digits, which shows in the two smallest doubles only.
    private static func shortest(_ value: Double) -> String {
        value.magnitude == .leastNonzeroMagnitude ? (value < 0 ? "-4.9e-324" : "4.9e-324") : value.description
    }

    /// Sign, digits without zeros at either end, and the power of ten of the last one.
    private static func decimal(_ text: String) -> [String] {
        let parts = text.lowercased().split(separator: "e")
        let isNegative = text.hasPrefix("-")
        let mantissa = parts[0].drop { $0 == "-" }
        let fraction = mantissa.split(separator: ".").dropFirst().first ?? ""
        var power = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - fraction.count
        var digits = String(mantissa.filter { $0 != "." }.drop { $0 == "0" })
        while digits.hasSuffix("0") {
            digits.removeLast()
            power += 1
        }
        return digits.isEmpty ? [] : [isNegative ? "-" : "+", digits, "\(power)"]
    }
}

/// Addresses as hexadecimal digits, by way of the groups that they are written in.
struct NaiveAddress {
    let digits: [UInt8]

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 4 {
            let octets = parts.compactMap { part in
                part.utf8.allSatisfy { (48...57).contains($0) } ? UInt8(part) : nil
            }
            guard octets.count == 4 else { return nil }
            digits = Self.digits(octets)
            return
        }
        guard text.contains(":"), text.allSatisfy({ $0 == ":" || $0.isASCII && $0.isHexDigit }) else { return nil }
        guard let groups = Self.groups(text) else { return nil }
        let octets = groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        let isMapped = groups.prefix(5).allSatisfy { $0 == 0 } && groups[5] == 0xFFFF
        digits = Self.digits(isMapped ? Array(octets.suffix(4)) : octets)
    }

    private static func groups(_ text: String) -> [UInt16]? {
        let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        let read = halves.map { half -> [UInt16]? in
            if half.isEmpty { return [] }
            let parts = half.split(separator: ":", omittingEmptySubsequences: false)
            let groups = parts.compactMap { (1...4).contains($0.count) ? UInt16($0, radix: 16) : nil }
            return groups.count == parts.count ? groups : nil
        }
        guard let head = read[0] else { return nil }
        if read.count == 1 { return head.count == 8 ? head : nil }
        guard let tail = read[1], head.count + tail.count < 8 else { return nil }
        return head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    private static func digits(_ octets: [UInt8]) -> [UInt8] {
        octets.flatMap { octet in
            let text = String(octet, radix: 16, uppercase: true)
            return Array((text.count == 1 ? "0" + text : text).utf8)
        }
    }

    /// The lowest and the highest address with the same first bits.
    func block(_ bits: Int) -> (low: [UInt8], high: [UInt8]) {
        let all = digits.flatMap { digit -> [Bool] in
            let value = UInt8(String(UnicodeScalar(digit)), radix: 16) ?? 0
            return (0..<4).map { value >> (3 - $0) & 1 == 1 }
        }
        let filled = { (bit: Bool) -> [UInt8] in
            let kept = all.enumerated().map { $0.offset < bits ? $0.element : bit }
            return stride(from: 0, to: kept.count, by: 4).flatMap { start in
                let value = kept[start..<start + 4].reduce(0) { $0 * 2 + ($1 ? 1 : 0) }
                return Array(String(value, radix: 16, uppercase: true).utf8)
            }
        }
        return (filled(false), filled(true))
    }
}
