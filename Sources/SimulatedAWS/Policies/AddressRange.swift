/// A block of IPv4 or IPv6 addresses, or one address.
package struct AddressRange: Hashable, Sendable {
    private let bytes: [UInt8]
    private let length: Int

    /// Reads `10.0.0.0/8`, `::/0` or a single address.
    package init?(_ text: String) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = halves.first, halves.count <= 2,
            let bytes = address.contains(":") ? Self.ipv6(address) : Self.ipv4(address)
        else { return nil }
        let whole = bytes.count * 8
        guard let length = halves.count == 2 ? Int(halves[1]) : whole, (0...whole).contains(length) else { return nil }
        self.bytes = bytes
        self.length = length
    }

    /// Whether all addresses of another range are in this one.
    package func contains(_ other: AddressRange) -> Bool {
        guard bytes.count == other.bytes.count, other.length >= length else { return false }
        return (0..<length).allSatisfy { bit in
            (bytes[bit / 8] ^ other.bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }

    private static func ipv4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        let bytes = parts.compactMap(\.self)
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func ipv6(_ text: Substring) -> [UInt8]? {
        let halves =
            text.ranges(of: "::").isEmpty ? [text] : text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2 else { return nil }
        var words: [[UInt16]] = []
        for half in halves {
            let parts = half.split(separator: ":").map { UInt16($0, radix: 16) }
            guard !parts.contains(nil) else { return nil }
            words.append(parts.compactMap(\.self))
        }
        let known = words.reduce(0) { $0 + $1.count }
        guard halves.count == 1 ? known == 8 : known < 8 else { return nil }
        let gap = [UInt16](repeating: 0, count: 8 - known)
        let all = words[0] + gap + (words.count == 2 ? words[1] : [])
        return all.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }
}
