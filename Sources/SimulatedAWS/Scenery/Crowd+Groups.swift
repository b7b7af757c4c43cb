import JSON

extension Crowd {
    /// Security groups of the member account that are open to the internet, and what AWS Config tells of each.
    package static func openGroups(_ count: Int, in world: inout World) -> (ids: [String], events: [[UInt8]]) {
        let rule = "SECURITY_GROUP_OPEN_PROHIBITED"
        let type = "AWS::EC2::SecurityGroup"
        let ids = (0..<count).map { number in
            let digits = String(0xD000 + number, radix: 16)
            return "sg-\(String(repeating: "0", count: 17 - digits.count))\(digits)"
        }
        var region = world[account: Scenery.member, region: Scenery.region]
        for (number, id) in ids.enumerated() {
            var group = SecurityGroup(name: "open-\(number)", network: Scenery.network)
            let digits = String(0xE000 + number, radix: 16)
            group.rules["sgr-\(String(repeating: "0", count: 17 - digits.count))\(digits)"] = .init(
                isEgress: false, "tcp", from: 22, to: 22, .ipv4("0.0.0.0/0"))
            region.groups[id] = group
            region.compliance.append(Compliance(resourceType: type, resourceID: id, rule: rule))
        }
        world[account: Scenery.member, region: Scenery.region] = region
        return (ids, ids.map { Array(Incident.config(rule, type, $0).description.utf8) })
    }

    /// How many of the groups let nobody in from anywhere.
    package static func closed(_ ids: [String], in world: World) -> Int {
        let region = world[account: Scenery.member, region: Scenery.region]
        return ids.count { id in
            region.groups[id]?.rules.values.allSatisfy { $0.isEgress || $0.peer != .ipv4("0.0.0.0/0") } ?? false
        }
    }
}
