import AWSClient
import ActionKit
import Findings
import JSON
import Testing

@testable import Actions

/// Plans against groups of random rules: applied, they confine; taken back, they give every rule back.
@Suite struct ConfinementPlannerTests {
    private static let lists: [JSONValue: String] = ["pl-wide": "0.0.0.0/3", "pl-narrow": "198.51.100.0/24"]
    private static let ranges: [JSONValue] = [
        "0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "172.31.0.0/16", "10.0.0.0/8", "198.51.100.0/24", "3.0.0.0/8",
        "4.0.0.0/8", "9.0.0.0/7",
    ]
    private static let ranges6: [JSONValue] = ["::/0", "2000::/3", "fe80::/10", "2001:db8::/32", "2600::/31"]

    private static func rule(_ number: Int, _ dice: inout Dice) -> JSONValue {
        let traffic: [(JSONValue, JSONValue, JSONValue)] = [
            ("-1", -1, -1), ("tcp", 22, 22), ("tcp", 20, 25), ("tcp", 443, 443), ("udp", 0, 65_535), ("icmp", -1, -1),
            ("icmp", 8, 0), ("50", -1, -1),
        ]
        let (ipProtocol, from, to) = traffic.randomElement(using: &dice) ?? ("tcp", 22, 22)
        var rule: [String: JSONValue] = [
            "SecurityGroupRuleId": .string("sgr-\(number)"),
            "IsEgress": .bool(Int.random(in: 0..<8, using: &dice) == 0),
            "IpProtocol": ipProtocol, "FromPort": from, "ToPort": to,
        ]
        if Bool.random(using: &dice) { rule["Description"] = .string("rule \(number), o'clock") }
        if Bool.random(using: &dice) { rule["Tags"] = [["Key": "team", "Value": .string("\(number)")]] }
        switch Int.random(in: 0..<10, using: &dice) {
        case 0: rule["PrefixListId"] = lists.keys.sorted { "\($0)" < "\($1)" }.randomElement(using: &dice)
        case 1: rule["ReferencedGroupInfo"] = ["GroupId": .string("sg-\(number)")]
        case 2...4: rule["CidrIpv6"] = ranges6.randomElement(using: &dice)
        default: rule["CidrIpv4"] = ranges.randomElement(using: &dice)
        }
        return .object(rule)
    }

    /// A group that EC2 would let exist: no two rules that say the same.
    private static func group(_ dice: inout Dice) -> SecurityGroupModel {
        var seen: Set<[JSONValue?]> = []
        let rules = (0..<Int.random(in: 1...40, using: &dice)).map { rule($0, &dice) }.filter { rule in
            let place = ["IsEgress", "IpProtocol", "FromPort", "ToPort", "CidrIpv4", "CidrIpv6", "PrefixListId"]
            return seen.insert(place.map { rule[$0] } + [rule["ReferencedGroupInfo"]]).inserted
        }
        return SecurityGroupModel(rules)
    }

    private func decide(_ group: SecurityGroupModel, ports: [Int]) async throws -> Decision {
        let entries = Self.lists.map { list, range in
            Scenario.Answer(
                "ec2:GetManagedPrefixListEntries", ["PrefixListId": list], ["Entries": [["Cidr": .string(range)]]])
        }
        let scenario = Scenario(
            "A random group.",
            event: Scenario.config(rule: "OPEN", type: "AWS::EC2::SecurityGroup", id: "sg-0123456789abcdef0"),
            options: ["allowed-public-ports": .array(ports.map { .number("\($0)") })],
            answers: [
                .init("ec2:DescribeSecurityGroupRules", [:], group.answer),
                .init("ec2:DescribeSecurityGroups", [:], ["SecurityGroups": []]),
            ] + entries,
            expected: .leaveAlone(.alreadyContained))
        let run = try await ScenarioRun(scenario, of: ConfineSecurityGroup.self)
        #expect(run.reader.refusals == [])
        return run.decision
    }

    @Test("confines in one plan, and an undo gives back every range, description and tag", arguments: 0..<150)
    func confines(_ seed: UInt64) async throws {
        var dice = Dice(seed: seed)
        var group = Self.group(&dice)
        let before = group
        let ports = Bool.random(using: &dice) ? [22, 443] : []
        guard case .plan(let plan) = try await decide(group, ports: ports) else { return }
        for step in plan.steps {
            let effect = try #require(step.effect)
            #expect(effect.select(group.answer).unordered == effect.before.unordered, "\(step.sentence)")
            try group.perform(step.call)
            #expect(effect.select(group.answer).unordered == effect.after.unordered, "\(step.sentence)")
            #expect(group.rules.count <= before.rules.count)
        }
        for step in plan.steps {
            let effect = try #require(step.effect)
            #expect(effect.select(group.answer).unordered == effect.after.unordered, "later: \(step.sentence)")
        }
        guard case .leaveAlone(let reason) = try await decide(group, ports: ports) else {
            Issue.record("A confined group is not confined: \(group.rules)")
            return
        }
        #expect(reason.kind == .alreadyContained)
        for step in plan.steps.reversed() {
            let effect = try #require(step.effect)
            try group.perform(try #require(step.undoCall))
            #expect(effect.select(group.answer).unordered == effect.before.unordered, "undo: \(step.sentence)")
        }
        #expect(group.contents == before.contents)
    }

    @Test("leaves private ranges, small ranges, other groups and egress as they are", arguments: 0..<100)
    func leaves(_ seed: UInt64) async throws {
        var dice = Dice(seed: seed)
        var group = Self.group(&dice)
        let harmless = group.rules.filter { rule in
            ["172.31.0.0/16", "10.0.0.0/8", "fe80::/10"].contains(rule["CidrIpv4"] ?? rule["CidrIpv6"])
                || rule["ReferencedGroupInfo"] != nil || rule["IsEgress"] == true
        }
        guard case .plan(let plan) = try await decide(group, ports: []) else { return }
        for step in plan.steps { try group.perform(step.call) }
        #expect(harmless.allSatisfy(group.rules.contains))
        let touched = plan.steps.map { $0.id.split(separator: "-", maxSplits: 1).last.map(String.init) }
        #expect(Set(touched).isDisjoint(with: harmless.map { $0["SecurityGroupRuleId"]?.string }))
    }

    @Test(
        "takes no options that would not confine",
        arguments: [
            ["safe-ipv4": "0.0.0.0/0"], ["safe-ipv4": "fe80::/10"], ["safe-ipv4": "here"], ["safe-ipv6": "::/0"],
            ["safe-ipv6": "10.0.0.0/8"], ["widest-ipv4": [0]], ["widest-ipv4": [33]], ["widest-ipv4": []],
            ["widest-ipv4": [8, 9]], ["widest-ipv6": [129]], ["allowed-public-ports": [65_536]],
            ["allowed-public-ports": [-1]],
        ] as [[String: JSONValue]])
    func refuses(_ given: [String: JSONValue]) throws {
        let options = try Options(given, for: ConfineSecurityGroup.manifest)
        #expect(throws: Options.Mistake.self) { try ConfineSecurityGroup(options) }
    }

    @Test("does not decide on a rule it cannot read")
    func unreadable() async throws {
        let rule: JSONValue = [
            "SecurityGroupRuleId": "sgr-1", "IsEgress": false, "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
            "CidrIpv4": "everywhere",
        ]
        await #expect(throws: AWSError.self) { try await decide(SecurityGroupModel([rule]), ports: []) }
    }
}
