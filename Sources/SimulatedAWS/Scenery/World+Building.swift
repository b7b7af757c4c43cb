package import JSON

/// Worlds for events of any account, built piece by piece.
extension World {
    /// A security account that runs the engine, with its topic, and the accounts it responds in; nothing else yet.
    ///
    /// `actions` are the ids that have response roles in every account.
    package static func organization(
        home: String, accounts: [String], region: String, topic: String, actions: [String], runbooks: [String]
    ) -> World {
        var world = World()
        world.addEngine(actions, home: home, members: accounts)
        world[account: home, region: region].topics[topic] = []
        for account in accounts { world.add(runbooks: runbooks, account: account, region: region) }
        return world
    }

    /// Documents of SSM Automation that can be started in a place.
    package mutating func add(runbooks: [String], account: String, region: String) {
        for name in runbooks { self[account: account, region: region].runbooks[name] = Runbook() }
    }

    /// GuardDuty in an account, administered by another one where that differs.
    package mutating func addDetector(_ id: String, account: String, administrator: String, region: String) {
        guard account != administrator else {
            return self[account: account, region: region].detector = Detector(id)
        }
        self[account: account, region: region].detector = Detector(id, administrator: administrator)
        if self[account: administrator, region: region].detector == nil {
            self[account: administrator, region: region].detector = Detector(Scenery.homeDetector)
        }
    }

    /// A running instance with its interfaces and volumes.
    package mutating func addInstance(_ id: String, _ terms: InstanceTerms, account: String, region name: String) {
        var region = self[account: account, region: name]
        region.networks[terms.network] = Network(owner: account, hasIPv6: terms.hasIPv6)
        var instance = Instance(network: terms.network)
        instance.publicAddress = terms.publicAddress
        for index in 0..<min(terms.volumes, 20) {
            // One more letter for each: xvda, xvdb.
            let device = "/dev/xvd\(UnicodeScalar(UInt8(ascii: "a") + UInt8(index)))"
            let digits = String(index, radix: 16)
            let volume =
                index == 0 ? "vol-\(id.dropFirst(2))" : "vol-\(id.dropFirst(2).dropLast(digits.count + 1))f\(digits)"
            instance.mappings.append(.init(device: device, volume: volume, isDeletedOnTermination: true))
            region.volumes[volume] = Volume(instance: id, device: device)
        }
        region.instances[id] = instance
        if let name = terms.emptyGroup {
            region.groups["sg-\(id.dropFirst(2))"] = SecurityGroup(name: name, network: terms.network)
        }
        for (index, interface) in terms.interfaces.enumerated() {
            for group in interface.groups where region.groups[group] == nil {
                region.groups[group] = SecurityGroup(name: "group-\(group.suffix(4))", network: terms.network)
                region.groups[group]?.rules["sgr-\(group.dropFirst(3))"] = .init(
                    isEgress: false, "tcp", from: 443, to: 443, .ipv4("0.0.0.0/0"))
            }
            region.interfaces[interface.id] = Interface(
                network: terms.network, instance: id, deviceIndex: index, groups: interface.groups,
                address: "10.0.0.\(10 + index)")
        }
        region.tags[id] = terms.tags
        if terms.isInScalingGroup {
            // Of many, so that taking one out leaves enough.
            let others = (1...9).map { "i-0000000000000000\($0)" }
            region.scalingGroups["web"] = ScalingGroup(minimum: 1, maximum: 12, members: [id] + others)
        }
        if terms.isBalanced {
            let target = "arn:aws:elasticloadbalancing:\(name):\(account):targetgroup/web/0123456789abcdef"
            let others = (1...9).map { "i-0000000000000000\($0)" }
            region.targetGroups[target] = TargetGroup(
                name: "web", network: terms.network, kind: "instance", port: 80, targets: [id] + others)
        }
        self[account: account, region: name] = region
    }

    /// What an instance is like.
    package struct InstanceTerms: Sendable {
        package var network: String
        package var interfaces: [(id: String, groups: [String])]
        package var tags: Tags = [:]
        package var publicAddress: String? = "203.0.113.9"
        package var isInScalingGroup = false
        package var isBalanced = false
        package var hasIPv6 = true
        package var volumes = 1
        /// The name of a group without rules in the network of the instance; nil for none.
        package var emptyGroup: String?

        package init(network: String, interfaces: [(id: String, groups: [String])]) {
            self.network = network
            self.interfaces = interfaces
        }
    }

    /// A security group with rules, under ids that are made of its own.
    package mutating func addGroup(
        _ id: String, rules: [SecurityGroup.Rule], tags: Tags, account: String, region name: String
    ) {
        var region = self[account: account, region: name]
        region.networks[Scenery.network] = Network(owner: account, hasIPv6: true)
        var group = SecurityGroup(name: "group-\(id.suffix(4))", network: Scenery.network)
        for (index, rule) in rules.enumerated() {
            let digits = String(0x1000 + index, radix: 16)
            group.rules["sgr-\(String(repeating: "0", count: 17 - digits.count))\(digits)"] = rule
        }
        region.groups[id] = group
        region.tags[id] = tags
        self[account: account, region: name] = region
    }

    package mutating func addVolume(_ id: String, tags: Tags, account: String, region name: String) {
        self[account: account, region: name].volumes[id] = Volume(instance: nil, device: "/dev/xvdf")
        self[account: account, region: name].tags[id] = tags
    }

    /// A user or a role that may do everything; `keys` are active.
    package mutating func addIdentity(
        _ kind: Identity.Kind, _ name: String, id: String, keys: [String], tags: Tags, account: String
    ) {
        var identity = Identity(id: id, path: kind == .role ? "/app/" : "/")
        identity.tags = tags
        for key in keys { identity.keys[key] = true }
        if kind == .user {
            identity.attached = ["arn:aws:iam::aws:policy/AdministratorAccess"]
        } else {
            identity.inline["app"] = Self.everything
        }
        self[identities: account][kind][name] = identity
    }

    /// Another administrator, so that blocking one leaves somebody.
    package mutating func addAdministrator(_ name: String, account: String) {
        self[identities: account].users[name] = Identity(id: "AIDAADMINISTRATOR0001")
        self[identities: account].groups["administrators"] = Identities.Group(
            attached: ["arn:aws:iam::aws:policy/AdministratorAccess"], members: [name])
    }

    /// What GuardDuty itself says of a finding; `members` are those that Quell's own model of the answer has.
    package mutating func addFinding(
        _ id: String, members: [String: JSONValue], isArchived: Bool, account: String, region: String
    ) {
        var finding = GuardDutyFinding(account: account, region: region, members: members)
        finding.isArchived = isArchived
        findings[id] = finding
    }
}
