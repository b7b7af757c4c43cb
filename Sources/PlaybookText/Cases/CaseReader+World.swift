import Playbook

extension CaseReader {
    mutating func world(_ member: YAMLNode.Member?) -> CaseWorld {
        var world = CaseWorld()
        let known = [
            "tags", "resource", "finding", "scaling-group", "load-balancer", "public", "ipv6", "quarantine-group",
            "volumes", "keys", "other-administrator", "rules", "failing",
        ]
        guard let member, let members = text.members(member.value, of: "world", known: known) else { return world }
        world.tags = tags(members["tags"])
        if let resource = members["resource"] {
            world.isGone = word(resource.value, of: "resource", in: ["there", "gone"]) == "gone"
        }
        if let finding = members["finding"] {
            let words = CaseWorld.Knowledge.allCases.map(\.rawValue)
            world.finding =
                word(finding.value, of: "finding", in: words).flatMap { CaseWorld.Knowledge(rawValue: $0) } ?? .open
        }
        world.isInScalingGroup = flag(members["scaling-group"]) ?? false
        world.isBalanced = flag(members["load-balancer"]) ?? false
        world.isPublic = flag(members["public"]) ?? true
        world.hasIPv6 = flag(members["ipv6"]) ?? true
        world.hasQuarantine = flag(members["quarantine-group"]) ?? false
        world.volumes = number(members["volumes"], 0...20) ?? 1
        world.keys = number(members["keys"], 0...2) ?? 1
        world.hasOtherAdministrator = flag(members["other-administrator"]) ?? true
        world.rules = rules(members["rules"])
        if let failing = members["failing"] { world.failing = self.failing(failing) }
        return world
    }

    private mutating func failing(_ member: YAMLNode.Member) -> [String: String] {
        guard case .map(let pairs) = member.value.content else {
            text.fail(
                .testValue, member.value.position,
                "failing must be a mapping of operations to errors, such as ec2:DescribeInstances: access-denied")
            return [:]
        }
        var failing: [String: String] = [:]
        for pair in pairs {
            guard words.operations.contains(pair.name) else {
                let advice = Spelling.advice(pair.name, known: words.operations)
                text.fail(.testValue, pair.position, "Quell has no operation \(pair.name.quoted). \(advice)")
                continue
            }
            failing[pair.name] = word(pair.value, of: pair.name, in: words.errors)
        }
        return failing
    }

    private mutating func rules(_ member: YAMLNode.Member?) -> [CaseWorld.GroupRule]? {
        guard let member else { return nil }
        guard case .list(let nodes) = member.value.content else {
            text.fail(.testValue, member.value.position, "rules must be a list such as [tcp 22 from 0.0.0.0/0].")
            return nil
        }
        var rules: [CaseWorld.GroupRule] = []
        for node in nodes {
            guard let written = text.text(node, of: "A rule") else { continue }
            guard let rule = CaseWorld.GroupRule(written) else {
                text.fail(
                    .testValue, node.position,
                    "\(written.quoted) is no rule; write one such as tcp 22 from 0.0.0.0/0 or udp 1000-2000 from ::/0.")
                continue
            }
            rules.append(rule)
        }
        return rules
    }
}

extension CaseWorld.GroupRule {
    /// Reads `PROTOCOL PORT[-PORT] from RANGE`; nil for anything else.
    init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 4, ["tcp", "udp"].contains(words[0]), words[2] == "from", words[3].contains("/") else {
            return nil
        }
        let bounds = words[1].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(bounds.count), let first = bounds.first ?? nil, let last = bounds.last ?? nil,
            (0...65_535).contains(first), first <= last, last <= 65_535
        else { return nil }
        self.init(ipProtocol: words[0], ports: first...last, source: words[3])
    }
}
