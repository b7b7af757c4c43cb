/// What a rule lets in or out beside addresses: a protocol, and its ports or its ICMP type and code.
package struct Traffic: Hashable, Sendable {
    /// `-1` for all protocols; else a name or a number.
    let ipProtocol: String
    /// Lowest port, or ICMP type; -1 for all.
    let from: Int
    /// Highest port, or ICMP code; -1 for all.
    let to: Int

    init(ipProtocol: String, from: Int, to: Int) {
        self.ipProtocol = ipProtocol
        self.from = from
        self.to = to
    }

    /// nil for ports that EC2 does not know; without ports it is all of the protocol.
    package init?(_ ipProtocol: String, from: Int?, to: Int?) {
        let (from, to) = (from ?? -1, to ?? -1)
        guard (-1...65_535).contains(from), (-1...65_535).contains(to) else { return nil }
        self.init(ipProtocol: ipProtocol, from: from, to: to)
    }

    /// In words, such as `tcp 22`.
    package var words: String {
        if ipProtocol == "-1" { return "all traffic" }
        if from == -1 { return "all \(ipProtocol)" }
        if Self.icmp.contains(ipProtocol) {
            return "\(ipProtocol) type \(from)" + (to == -1 ? "" : " code \(to)")
        }
        return from == to ? "\(ipProtocol) \(from)" : "\(ipProtocol) \(from)-\(to)"
    }

    private static let icmp: Set<String> = ["icmp", "icmpv6", "1", "58"]
    private static let ported: Set<String> = ["tcp", "udp", "6", "17"]

    /// One packet's worth of traffic: rules are compared by whether they let the same packet through.
    struct Packet: Hashable {
        let ipProtocol: String
        /// Port, or ICMP type.
        let first: Int
        /// ICMP code; 0 elsewhere.
        let second: Int

        /// Whether it goes to one of these TCP or UDP ports.
        func isBound(for ports: Set<Int>) -> Bool { Traffic.ported.contains(ipProtocol) && ports.contains(first) }
    }

    func carries(_ packet: Packet) -> Bool {
        if ipProtocol == "-1" { return true }
        guard ipProtocol == packet.ipProtocol else { return false }
        if from == -1 { return true }
        if Self.icmp.contains(ipProtocol) { return from == packet.first && (to == -1 || to == packet.second) }
        return from <= packet.first && packet.first <= to
    }

    /// Packets that stand for all there are: every set of rules that some packet meets, one of these meets too.
    static func packets(telling rules: Set<Traffic>, ports: Set<Int>) -> Set<Packet> {
        // A protocol that no rule names is carried by the rules for all protocols only.
        var packets: Set = [Packet(ipProtocol: "-1", first: -1, second: -1)]
        for name in Set(rules.map(\.ipProtocol)) where name != "-1" {
            let own = rules.filter { $0.ipProtocol == name }
            if icmp.contains(name) {
                for type in Set(own.map(\.from)).union([-1]) {
                    for code in Set(own.map(\.to)).union([-1]) {
                        packets.insert(Packet(ipProtocol: name, first: type, second: code))
                    }
                }
            } else if ported.contains(name) {
                let starts = own.map(\.from) + own.map { $0.to + 1 } + ports + ports.map { $0 + 1 }
                for port in Set(starts).union([0]) where (0...65_535).contains(port) {
                    packets.insert(Packet(ipProtocol: name, first: port, second: 0))
                }
            } else {
                packets.insert(Packet(ipProtocol: name, first: -1, second: 0))
            }
        }
        return packets
    }
}
