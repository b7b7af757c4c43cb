/// An open connection between an interface and an address outside of it.
package struct Flow: Hashable, Sendable {
    /// What the packets pass; all but the first are tracked whatever the rules say.
    package enum Path: String, Hashable, Sendable, CaseIterable {
        case direct, natGateway, networkLoadBalancer, transitGateway, privateLink

        package var isAlwaysTracked: Bool { self != .direct }
    }

    package let interface: String
    /// Whether the other side began it.
    package let isInbound: Bool
    package let ipProtocol: String
    /// The port on the side that did not begin it.
    package let port: Int
    package let remote: String
    package let path: Path
    /// Whether the interface remembers it: then it outlives the rule that let it in.
    package private(set) var isTracked = true

    package init(
        _ interface: String, isInbound: Bool, _ ipProtocol: String = "tcp", port: Int, remote: String,
        path: Path = .direct
    ) {
        self.interface = interface
        self.isInbound = isInbound
        self.ipProtocol = ipProtocol
        self.port = port
        self.remote = remote
        self.path = path
    }

    /// The flow after a change of rules or groups; nil when it is cut.
    func settled(in region: Region) -> Flow? {
        let rules = (region.interfaces[interface]?.groups ?? []).flatMap { id in
            region.groups[id].map { Array($0.rules.values) } ?? []
        }
        let isAllowed = rules.contains { $0.isEgress != isInbound && lets($0, region) }
        var flow = self
        if isUntracked(by: rules) {
            flow.isTracked = false
        } else if isAllowed {
            flow.isTracked = true
        }
        return isAllowed || flow.isTracked ? flow : nil
    }

    /// Whether the rules are such that nothing is remembered of it: its own direction is open to everybody, and so is
    /// the way back, on all ports.
    ///
    /// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
    private func isUntracked(by rules: [SecurityGroup.Rule]) -> Bool {
        guard !path.isAlwaysTracked, ipProtocol == "tcp" || ipProtocol == "udp" else { return false }
        let everybody: SecurityGroup.Rule.Peer = remote.contains(":") ? .ipv6("::/0") : .ipv4("0.0.0.0/0")
        let there = rules.contains { $0.isEgress != isInbound && $0.peer == everybody && carries($0) }
        let back = rules.contains { rule in
            let isWhole = rule.ipProtocol == "-1" || (rule.ipProtocol == ipProtocol && rule.hasAllPorts)
            return rule.isEgress == isInbound && rule.peer == everybody && isWhole
        }
        return there && back
    }

    private func carries(_ rule: SecurityGroup.Rule) -> Bool {
        if rule.ipProtocol == "-1" { return true }
        return rule.ipProtocol == ipProtocol && (rule.fromPort...max(rule.fromPort, rule.toPort)).contains(port)
    }

    private func lets(_ rule: SecurityGroup.Rule, _ region: Region) -> Bool {
        guard carries(rule), let address = AddressRange(remote) else { return false }
        func holds(_ range: String) -> Bool { AddressRange(range)?.contains(address) ?? false }
        switch rule.peer {
        case .ipv4(let range), .ipv6(let range): return holds(range)
        case .prefixList(let id): return (region.prefixLists[id] ?? []).contains(where: holds)
        // Groups stand for interfaces, and the other side here is none.
        case .group: return false
        }
    }
}

extension SecurityGroup.Rule {
    fileprivate var hasAllPorts: Bool { fromPort <= 0 && toPort == 65_535 }
}

extension Region {
    /// What of the open connections a change leaves.
    ///
    /// An instance that stops has none.
    mutating func settleFlows(at now: Double) {
        guard !flows.isEmpty else { return }
        flows = flows.filter { flow in
            let instance = interfaces[flow.interface]?.instance.flatMap { instances[$0] }
            return instance.map { ["running", "pending"].contains($0.state(at: now)) } ?? true
        }
        flows = flows.compactMap { $0.settled(in: self) }
    }
}
