import JSON

extension SecurityGroup.Rule {
    /// The rule as `DescribeSecurityGroupRules` tells of it, without its id.
    var json: [String: JSONValue] {
        var json: [String: JSONValue] = [
            "IsEgress": .bool(isEgress), "IpProtocol": .string(ipProtocol), "FromPort": .number(String(fromPort)),
            "ToPort": .number(String(toPort)),
        ]
        if let description { json["Description"] = .string(description) }
        switch peer {
        case .ipv4(let range): json["CidrIpv4"] = .string(range)
        case .ipv6(let range): json["CidrIpv6"] = .string(range)
        case .prefixList(let id): json["PrefixListId"] = .string(id)
        case .group(let id): json["ReferencedGroupInfo"] = ["GroupId": .string(id)]
        }
        return json
    }

    /// The rules of a list of permissions, one for each source.
    static func all(in permissions: [JSONValue], isEgress: Bool) throws(Refusal) -> [SecurityGroup.Rule] {
        var rules: [SecurityGroup.Rule] = []
        for permission in permissions {
            let sources: [(String, String, (String) -> Peer)] = [
                ("IpRanges", "CidrIp", Peer.ipv4), ("Ipv6Ranges", "CidrIpv6", Peer.ipv6),
                ("PrefixListIds", "PrefixListId", Peer.prefixList), ("UserIdGroupPairs", "GroupId", Peer.group),
            ]
            for (list, member, peer) in sources {
                for source in permission[list]?.array ?? [] {
                    guard let text = source[member]?.string else {
                        throw Refusal("MissingParameter", "A source of \(list) has no \(member).")
                    }
                    rules.append(
                        try Self.make(permission, isEgress, peer(text), description: source["Description"]?.string))
                }
            }
        }
        guard !rules.isEmpty || permissions.isEmpty else {
            throw Refusal("InvalidParameterValue", "A permission names no source.")
        }
        return rules
    }

    /// What `ModifySecurityGroupRules` makes of a rule.
    init(modified json: JSONValue, isEgress: Bool) throws(Refusal) {
        let peers = [
            json["CidrIpv4"]?.string.map(Peer.ipv4), json["CidrIpv6"]?.string.map(Peer.ipv6),
            json["PrefixListId"]?.string.map(Peer.prefixList), json["ReferencedGroupId"]?.string.map(Peer.group),
        ].compactMap(\.self)
        guard peers.count == 1 else {
            throw Refusal("InvalidParameterValue", "A rule has exactly one source or destination.")
        }
        self = try Self.make(json, isEgress, peers[0], description: json["Description"]?.string)
    }

    private static func make(
        _ json: JSONValue, _ isEgress: Bool, _ peer: Peer, description: String?
    ) throws(Refusal) -> SecurityGroup.Rule {
        guard let name = json["IpProtocol"]?.string else {
            throw Refusal("MissingParameter", "The request must contain the parameter ipProtocol")
        }
        let number = ["6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": "-1"][name] ?? name
        let hasPorts = ["tcp", "udp", "icmp", "icmpv6"].contains(number)
        guard !hasPorts || (json["FromPort"]?.int != nil && json["ToPort"]?.int != nil) else {
            throw Refusal("InvalidParameterValue", "Invalid value for portRange. Must specify both ports.")
        }
        let ports = hasPorts ? (json["FromPort"]?.int ?? -1, json["ToPort"]?.int ?? -1) : (-1, -1)
        return SecurityGroup.Rule(
            isEgress: isEgress, number, from: ports.0, to: ports.1, peer, description: description)
    }
}
