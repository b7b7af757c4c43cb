/// A block of IPv4 or IPv6 addresses in CIDR notation.
package struct AddressBlock: Hashable, Sendable {
    package enum Family: Hashable, Sendable, CaseIterable {
        case ipv4, ipv6

        var bits: Int { self == .ipv4 ? 32 : 128 }
    }

    package let family: Family
    /// Lowest address of the block; IPv4 stands in the low 32 bits.
    let first: UInt128
    let prefixLength: Int

    /// Highest address of the block.
    var last: UInt128 { first | Self.free(prefixLength, family) }

    /// The bits behind a prefix, all set.
    private static func free(_ prefixLength: Int, _ family: Family) -> UInt128 {
        let bits = family.bits - prefixLength
        return bits >= 128 ? .max : (UInt128(1) << UInt128(bits)) - 1
    }

    /// Addresses in a block of that prefix length; the whole IPv6 space counts one less, as it has no room in 128 bits.
    static func size(_ prefixLength: Int, _ family: Family) -> UInt128 {
        let (size, overflow) = free(prefixLength, family).addingReportingOverflow(1)
        return overflow ? .max : size
    }

    /// The block of that prefix length around an address; bits behind the prefix are cleared, as EC2 clears them.
    init?(_ address: UInt128, prefixLength: Int, _ family: Family) {
        guard (0...family.bits).contains(prefixLength), family == .ipv6 || address <= UInt128(UInt32.max) else {
            return nil
        }
        self.family = family
        first = address & ~Self.free(prefixLength, family)
        self.prefixLength = prefixLength
    }

    /// Reads `address/length`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = Self.number(parts[1], most: 128) else { return nil }
        if let address = Self.ipv4(parts[0]) {
            self.init(address, prefixLength: length, .ipv4)
        } else if let address = Self.ipv6(String(parts[0])) {
            self.init(address, prefixLength: length, .ipv6)
        } else {
            return nil
        }
    }

    // MARK: Text

    /// Digits only, up to three: `Int("+1")` is a number, but nothing of an address.
    private static func number(_ text: Substring, most: Int) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int(text), number <= most
        else { return nil }
        return number
    }

    private static func ipv4(_ text: Substring) -> UInt128? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { number($0, most: 255) }
        guard parts.count == 4, bytes.count == 4 else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    private static func ipv6(_ text: String) -> UInt128? {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = groups(halves[0], isEnd: halves.count == 1),
            let tail = halves.count == 2 ? groups(halves[1], isEnd: true) : []
        else { return nil }
        let missing = 8 - head.count - tail.count
        guard halves.count == 2 ? missing >= 1 : missing == 0 else { return nil }
        return (head + Array(repeating: 0, count: missing) + tail).reduce(0) { $0 << 16 | UInt128($1) }
    }

    /// The groups between colons; at the end of an address the last two may be spelled as IPv4.
    private static func groups(_ half: Substring, isEnd: Bool) -> [UInt16]? {
        guard !half.isEmpty else { return [] }
        var parts = half.split(separator: ":", omittingEmptySubsequences: false)
        var embedded: [UInt16] = []
        if isEnd, let last = parts.last, let address = ipv4(last) {
            parts.removeLast()
            embedded = [UInt16(truncatingIfNeeded: address >> 16), UInt16(truncatingIfNeeded: address)]
        }
        let numbers = parts.compactMap { part in
            (1...4).contains(part.utf8.count) && part.first != "+" ? UInt16(part, radix: 16) : nil
        }
        return numbers.count == parts.count ? numbers + embedded : nil
    }
}

extension AddressBlock: CustomStringConvertible {
    /// The block as EC2 spells it: IPv6 in lower case, its longest run of empty groups left out.
    package var description: String { "\(family == .ipv4 ? dotted : colons)/\(prefixLength)" }

    private var dotted: String {
        [24, 16, 8, 0].map { String(UInt8(truncatingIfNeeded: first >> UInt128($0))) }.joined(separator: ".")
    }

    private var colons: String {
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: first >> UInt128(112 - 16 * $0)) }
        var longest = 0..<0
        var start = 0
        for index in 0..<8 {
            if groups[index] != 0 { start = index + 1 }
            if index + 1 - start > max(longest.count, 1) { longest = start..<(index + 1) }
        }
        func text(_ part: some Sequence<UInt16>) -> String { part.map { String($0, radix: 16) }.joined(separator: ":") }
        guard !longest.isEmpty else { return text(groups) }
        return text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
    }
}
