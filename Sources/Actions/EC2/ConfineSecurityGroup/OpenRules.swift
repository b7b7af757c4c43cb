/// Finds the rules of a group that let too much of the internet in.
struct OpenRules {
    /// Addresses that may reach a port, of each family.
    typealias Limits = [AddressBlock.Family: UInt128]

    /// Ids of the rules that must be closed.
    let ids: Set<String>

    /// Closes, for each packet that is let in from more public addresses than the limit, the rules that let in most,
    /// until the rest together is within the limit.
    init(
        _ rules: [SecurityGroupRule], limits: Limits, allowedPorts: Set<Int>,
        blocks: (SecurityGroupRule) -> [AddressBlock]
    ) {
        let rules = rules.filter { !$0.isEgress }.map { Reach(id: $0.id, traffic: $0.traffic, blocks: blocks($0)) }
        let packets = Traffic.packets(telling: Set(rules.map(\.traffic)), ports: allowedPorts)
        var open: Set<String> = []
        for packet in packets.sorted(by: { $0.order < $1.order }) where !packet.isBound(for: allowedPorts) {
            let reaching = rules.filter { $0.traffic.carries(packet) }
            for family in AddressBlock.Family.allCases {
                guard let limit = limits[family] else { continue }
                var left = reaching.filter { !open.contains($0.id) }.sorted { $0.order(family) > $1.order(family) }
                while let widest = left.first, PublicAddresses.count(in: left.flatMap(\.blocks), family) > limit {
                    open.insert(widest.id)
                    left.removeFirst()
                }
            }
        }
        ids = open
    }

    private struct Reach {
        let id: String
        let traffic: Traffic
        let blocks: [AddressBlock]

        func order(_ family: AddressBlock.Family) -> (UInt128, String) {
            (PublicAddresses.count(in: blocks, family), id)
        }
    }
}

extension Traffic.Packet {
    fileprivate var order: (String, Int, Int) { (ipProtocol, first, second) }
}
