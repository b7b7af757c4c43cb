import JSON

/// An IP address as EventBridge compares it: 8 or 32 upper-case hexadecimal digits.
enum AddressDigits {
    /// Reads an IPv4 or IPv6 literal and answers its digits, or `nil` for any other text.
    ///
    /// An IPv4-mapped IPv6 address becomes IPv4.
    static func parse(_ text: [UInt8]) -> [UInt8]? {
        if let octets = version4(text) { return digits(octets) }
        guard let octets = version6(text) else { return nil }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return digits(octets.starts(with: mapped) ? Array(octets.suffix(4)) : octets)
    }

    static func digits(_ octets: [UInt8]) -> [UInt8] {
        octets.flatMap { [digit($0 >> 4), digit($0 & 15)] }
    }

    static func octets(_ digits: [UInt8]) -> [UInt8] {
        stride(from: 0, to: digits.count - 1, by: 2).map { at in
            (digits[at].hexDigit ?? 0) << 4 | (digits[at + 1].hexDigit ?? 0)
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    private static func version4(_ text: [UInt8]) -> [UInt8]? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var octets: [UInt8] = []
        for part in parts {
            guard !part.isEmpty, part.allSatisfy(\.isDigit),
                let octet = UInt8(String(decoding: part, as: UTF8.self))
            else { return nil }
            octets.append(octet)
        }
        return octets
    }

    private static func version6(_ text: [UInt8]) -> [UInt8]? {
        let colon = UInt8(ascii: ":")
        guard text.contains(colon), text.allSatisfy({ $0 == colon || $0.hexDigit != nil }) else { return nil }
        let gap = text.indices.dropLast().first { text[$0] == colon && text[$0 + 1] == colon }
        guard let gap else {
            guard let groups = groups(text[...]), groups.count == 16 else { return nil }
            return groups
        }
        guard let head = groups(text[..<gap]), let tail = groups(text[(gap + 2)...]),
            head.count + tail.count <= 14
        else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        if text.isEmpty { return [] }
        var octets: [UInt8] = []
        for part in text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
            guard (1...4).contains(part.count),
                let group = UInt16(String(decoding: part, as: UTF8.self), radix: 16)
            else { return nil }
            octets += [UInt8(group >> 8), UInt8(group & 0xFF)]
        }
        return octets
    }
}
