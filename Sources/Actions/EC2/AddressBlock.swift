/// A block of IPv4 or IPv6 addresses in CIDR notation, and arithmetic on sets of them.
struct AddressBlock: Hashable {
    enum Family: Hashable {
        case ipv4, ipv6

        var bits: Int { self == .ipv4 ? 32 : 128 }
    }

    let family: Family
    /// Lowest address of the block; IPv4 stands in the low 32 bits.
    let first: UInt128
    let prefixLength: Int

    /// Highest address of the block.
    var last: UInt128 { first + (Self.size(prefixLength, family) - 1) }

    /// Addresses in a block of that prefix length; the whole IPv6 space counts one less, as it has no room in 128 bits.
    static func size(_ prefixLength: Int, _ family: Family) -> UInt128 {
        let free = family.bits - prefixLength
        return free >= 128 ? .max : UInt128(1) << UInt128(free)
    }

    /// Reads `address/length`; nil for anything else.
    ///
    /// Bits behind the prefix are cleared, as EC2 clears them.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = Int(parts[1]), parts[1].utf8.count <= 3 else { return nil }
        let isV6 = parts[0].contains(":")
        let family: Family = isV6 ? .ipv6 : .ipv4
        guard (0...family.bits).contains(length), let address = isV6 ? Self.ipv6(parts[0]) : Self.ipv4(parts[0]) else {
            return nil
        }
        let free = family.bits - length
        let mask: UInt128 = free == 128 ? 0 : ~((UInt128(1) << UInt128(free)) - 1)
        self.family = family
        first = address & mask
        prefixLength = length
    }

    private static func ipv4(_ text: some StringProtocol) -> UInt128? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { UInt8($0) }
        guard parts.count == 4, bytes.count == 4 else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    private static func ipv6(_ text: some StringProtocol) -> UInt128? {
        let halves = String(text).split(separator: "::", omittingEmptySubsequences: false).map(String.init)
        func groups(_ half: String) -> [UInt16]? {
            guard !half.isEmpty else { return [] }
            let parts = half.split(separator: ":", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { $0.utf8.count <= 4 ? UInt16($0, radix: 16) : nil }
            return numbers.count == parts.count ? numbers : nil
        }
        guard halves.count <= 2, let head = groups(halves[0]), let tail = groups(halves.count == 2 ? halves[1] : "")
        else {
            return nil
        }
        let missing = 8 - head.count - tail.count
        guard halves.count == 2 ? missing >= 1 : missing == 0 else { return nil }
        return (head + Array(repeating: 0, count: missing) + tail).reduce(0) { $0 << 16 | UInt128($1) }
    }

    // MARK: Coverage

    /// Addresses that the internet does not reach, whatever a rule says of them.
    private static let privateBlocks: [AddressBlock] = [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7",
        "fe80::/10", "::1/128",
    ].compactMap { AddressBlock($0) }

    /// How many public addresses the blocks of a family cover together; each address counts once.
    ///
    /// The whole IPv6 space counts as the highest number there is, one less than it has.
    static func publicAddresses(in blocks: [AddressBlock], _ family: Family) -> UInt128 {
        let closed = merged(privateBlocks.filter { $0.family == family })
        var count: UInt128 = 0
        for covered in merged(blocks.filter { $0.family == family }) {
            var next = covered.lowerBound
            for gap in closed where gap.overlaps(covered) {
                if gap.lowerBound > next { count = added(count, gap.lowerBound - next) }
                guard gap.upperBound < covered.upperBound else {
                    next = .max
                    break
                }
                next = gap.upperBound + 1
            }
            guard next <= covered.upperBound, next != .max else { continue }
            count = added(added(count, covered.upperBound - next), 1)
        }
        return count
    }

    private static func added(_ first: UInt128, _ second: UInt128) -> UInt128 {
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? .max : sum
    }

    /// Overlapping and touching blocks made one range, in order.
    private static func merged(_ blocks: [AddressBlock]) -> [ClosedRange<UInt128>] {
        var result: [ClosedRange<UInt128>] = []
        for block in blocks.sorted(by: { $0.first < $1.first }) {
            if let last = result.last, last.upperBound == .max || block.first <= last.upperBound + 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, block.last)
            } else {
                result.append(block.first...block.last)
            }
        }
        return result
    }
}
