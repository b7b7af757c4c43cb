/// Counts addresses that the internet reaches, in the union of blocks.
enum PublicAddresses {
    /// Addresses that the internet does not reach, whatever a rule says of them.
    private static let unreached: [AddressBlock] = [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7",
        "fe80::/10", "::1/128",
    ].compactMap { AddressBlock($0) }

    /// How many public addresses the blocks of a family cover together; each address counts once.
    ///
    /// Counts that have no room in 128 bits are the highest number there is.
    static func count(in blocks: [AddressBlock], _ family: AddressBlock.Family) -> UInt128 {
        let gaps = merged(unreached.filter { $0.family == family })
        var count: UInt128 = 0
        for covered in merged(blocks.filter { $0.family == family }) {
            // The lowest address of the range that is not counted yet; nil when there is none.
            var next: UInt128? = covered.lowerBound
            for gap in gaps where gap.overlaps(covered) {
                if let first = next, gap.lowerBound > first { count = sum(count, gap.lowerBound - first) }
                next = gap.upperBound < covered.upperBound ? gap.upperBound + 1 : nil
            }
            if let first = next { count = sum(sum(count, covered.upperBound - first), 1) }
        }
        return count
    }

    private static func sum(_ first: UInt128, _ second: UInt128) -> UInt128 {
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? .max : sum
    }

    /// Overlapping and touching blocks made one range, in order.
    private static func merged(_ blocks: [AddressBlock]) -> [ClosedRange<UInt128>] {
        var ranges: [ClosedRange<UInt128>] = []
        for block in blocks.sorted(by: { $0.first < $1.first }) {
            if let last = ranges.last, last.upperBound == .max || block.first <= last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, block.last)
            } else {
                ranges.append(block.first...block.last)
            }
        }
        return ranges
    }
}
