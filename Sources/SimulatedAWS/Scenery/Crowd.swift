import JSON

/// Findings of the same type about many instances of one account, each with one interface.
package struct Crowd: Sendable {
    package let world: World
    package let events: [[UInt8]]
    package let instances: [String]

    private static let type = "Backdoor:EC2/C&CActivity.B"

    package init(_ count: Int, actions: [String]) {
        var world = World.scenery(actions: actions)
        var region = world[account: Scenery.member, region: Scenery.region]
        var events: [[UInt8]] = []
        // What serves lets somebody in: a group without rules would look like an isolation.
        region.groups["sg-00000000000000001"]?.rules["sgr-0000000000000000f"] = .init(
            isEgress: false, "tcp", from: 443, to: 443, .ipv4("0.0.0.0/0"))
        instances = (0..<count).map { "i-\(Self.digits($0, 17))" }
        for (number, id) in instances.enumerated() {
            let finding = Self.digits(number, 32)
            var instance = Instance(network: Scenery.network)
            // Two are in the way of a group that allows everything: only what is seen from outside passes through it.
            instance.publicAddress = "203.0.\(number / 250).\(number % 250)"
            region.instances[id] = instance
            region.interfaces["eni-\(Self.digits(number, 17))"] = Interface(
                network: Scenery.network, instance: id, deviceIndex: 0, groups: ["sg-00000000000000001"],
                address: "10.1.\(number / 250).\(number % 250)")
            world.findings[finding] = GuardDutyFinding(
                account: Scenery.member, region: Scenery.region, members: Self.members(finding, id))
            events.append(Array(Self.event(finding, id).description.utf8))
        }
        world[account: Scenery.member, region: Scenery.region] = region
        self.world = world
        self.events = events
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let digits = String(0xC000 + number, radix: 16)
        return String(repeating: "0", count: count - digits.count) + digits
    }

    private static func arn(_ finding: String) -> JSONValue {
        .string(
            "arn:aws:guardduty:\(Scenery.region):\(Scenery.member):detector/\(Scenery.memberDetector)/finding/"
                + finding)
    }

    private static func members(_ finding: String, _ instance: String) -> [String: JSONValue] {
        [
            "Arn": arn(finding), "Type": .string(type), "Severity": 8, "Title": "Odd.", "Description": "Look.",
            "Resource": ["ResourceType": "Instance", "InstanceDetails": ["InstanceId": .string(instance)]],
            "SchemaVersion": "2.0", "Partition": "aws", "CreatedAt": "2026-03-01T09:50:00.000Z",
            "UpdatedAt": "2026-03-01T09:59:00.000Z",
            "Service": [
                "ServiceName": "guardduty", "DetectorId": .string(Scenery.memberDetector), "ResourceRole": "ACTOR",
            ],
        ]
    }

    private static func event(_ finding: String, _ instance: String) -> JSONValue {
        let event = Incident.finding(
            type, ["resourceType": "Instance", "instanceDetails": ["instanceId": .string(instance)]])
        var detail = event["detail"]?.object ?? [:]
        detail["id"] = .string(finding)
        detail["arn"] = arn(finding)
        return .object((event.object ?? [:]).merging(["detail": .object(detail)]) { $1 })
    }

    /// How many of the instances are on groups that nothing passes.
    package func isolated(in world: World) -> Int {
        let region = world[account: Scenery.member, region: Scenery.region]
        var groups: [String: [[String]]] = [:]
        for interface in region.interfaces.values {
            groups[interface.instance ?? "", default: []].append(interface.groups)
        }
        return instances.count { id in
            (groups[id] ?? [["none"]]).allSatisfy { $0.allSatisfy { region.groups[$0]?.rules.isEmpty ?? false } }
        }
    }
}
