package struct SecurityGroup: Hashable, Sendable {
    package var name: String
    package var network: String
    package var description: String
    /// Rules by id.
    package var rules: [String: Rule] = [:]

    package init(name: String, network: String, description: String = "") {
        self.name = name
        self.network = network
        self.description = description
    }

    /// One rule: a direction, a traffic and one source or destination.
    package struct Rule: Hashable, Sendable {
        package enum Peer: Hashable, Sendable {
            case ipv4(String), ipv6(String), prefixList(String), group(String)
        }

        package var isEgress: Bool
        /// `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for all.
        package var ipProtocol: String
        package var fromPort: Int
        package var toPort: Int
        package var peer: Peer
        package var description: String?

        package init(
            isEgress: Bool, _ ipProtocol: String, from fromPort: Int, to toPort: Int, _ peer: Peer,
            description: String? = nil
        ) {
            self.isEgress = isEgress
            self.ipProtocol = ipProtocol
            self.fromPort = fromPort
            self.toPort = toPort
            self.peer = peer
            self.description = description
        }

        /// The rule without its description: of these no group has two.
        var key: Rule {
            var rule = self
            rule.description = nil
            return rule
        }
    }
}
