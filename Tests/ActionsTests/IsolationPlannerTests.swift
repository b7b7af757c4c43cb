import AWSClient
import ActionKit
import JSON
import Testing

@testable import Actions

@Suite struct IsolationPlannerTests {
    private func plan(_ example: IsolationExample, _ options: [String: JSONValue] = [:]) async throws -> Plan {
        let scenario = Scenario(
            "An example.",
            event: Scenario.guardDuty(
                "Trojan:EC2/DropPoint",
                resource: [
                    "resourceType": "Instance", "instanceDetails": ["instanceId": .string(IsolationExample.id)],
                ], role: "ACTOR"),
            options: options, answers: example.answers, expected: .plan([]))
        return try #require(try await ScenarioRun(scenario, of: IsolateInstance.self).plan)
    }

    private static let two = IsolationExample(
        interfaces: [["sg-00000000000000001", "sg-00000000000000003"], ["sg-00000000000000002"]], managed: 2,
        quarantineRules: [], serves: true)

    @Test("gives each interface back exactly the groups it had")
    func undo() async throws {
        let plan = try await plan(Self.two)
        let moves = plan.steps.filter { $0.call.operation == EC2.modifyNetworkInterfaceAttribute.id }
        #expect(
            moves.map { $0.undoCall?.input["Groups"] } == [
                ["sg-00000000000000001", "sg-00000000000000003"], ["sg-00000000000000002"],
            ])
        #expect(moves.map { $0.call.input["Groups"] } == [[.string(IsolationExample.quarantineID)]] * 2)
    }

    @Test("needs the group to be empty for each interface, and for the proof")
    func empty() async throws {
        let plan = try await plan(Self.two)
        let isolations = plan.steps.filter { $0.id.hasPrefix("isolate-") }
        #expect(isolations.count == 2)
        for step in isolations {
            #expect(step.requires.map(\.equals) == [[]])
            #expect(step.requires.map(\.read.operation) == [EC2.describeSecurityGroupRules.id])
        }
        #expect(plan.proof.contains { $0.read.operation == EC2.describeSecurityGroupRules.id && $0.equals == [] })
    }

    @Test("proves that every interface there is by then is on the quarantine group only")
    func complete() async throws {
        let proof = try #require(try await plan(Self.two).proof.last)
        func holds(_ groups: [[String]]) throws -> Bool {
            var example = Self.two
            example.interfaces = groups
            let answer = try #require(
                example.answers.first { $0.operation == proof.read.operation && $0.input == proof.read.input }?.answer)
            return proof.select(answer).unordered == proof.equals.unordered
        }
        let group = IsolationExample.quarantineID
        #expect(try holds([[group], [group]]))
        #expect(try !holds([[group], [group, "sg-00000000000000002"]]))
        #expect(try !holds([[group], ["sg-00000000000000002"]]))
        #expect(try !holds([[group], [group], ["sg-00000000000000009"]]))
        #expect(try !holds([[group]]))
    }

    @Test("lets nothing but its group and its own interfaces keep it from the cut")
    func optional() async throws {
        let plan = try await plan(Self.two, ["cut-live-flows": "transit", "snapshot": true])
        #expect(
            plan.steps.filter(\.isRequired).map(\.id) == [
                "isolate-eni-00000000000000001", "return-eni-00000000000000001",
            ])
        let fresh = try await self.plan(IsolationExample(hasIPv6: true))
        #expect(
            fresh.steps.filter(\.isRequired).map(\.id) == [
                "create-quell-quarantine", "empty-egress-ipv4", "empty-egress-ipv6", "isolate-eni-00000000000000001",
            ])
    }

    @Test("leaves no interface on the transit group, and passes through it only when isolated")
    func transit() async throws {
        var example = IsolationExample()
        example.interfaces = [["sg-00000000000000001"], ["sg-00000000000000002"]]
        let plan = try await plan(example, ["cut-live-flows": "transit"])
        let moves = plan.steps.filter { $0.call.operation == EC2.modifyNetworkInterfaceAttribute.id }.map(\.id)
        #expect(
            moves == [
                "isolate-eni-00000000000000001", "isolate-eni-00000000000000002", "pass-eni-00000000000000001",
                "return-eni-00000000000000001", "pass-eni-00000000000000002", "return-eni-00000000000000002",
            ])
        let returning = try #require(plan.steps.last)
        #expect(returning.requires == [])
        #expect(plan.steps.filter { $0.id.hasPrefix("pass-") }.allSatisfy { $0.undoCall == nil })
    }

    @Test("names what stays dangerous")
    func risks() async throws {
        var example = Self.two
        example.instanceMembers = [
            "PublicIpAddress": "198.51.100.7",
            "IamInstanceProfile": ["Arn": "arn:aws:iam::111122223333:instance-profile/web"],
            "InstanceLifecycle": "spot",
        ]
        example.quarantineRules = nil
        example.owner = "444455556666"
        let risks = try await plan(example, ["stop": true]).residualRisk
        for words in [
            "Connections that were open", "DNS", "instance-profile/web", "198.51.100.7", "eni-00000000000000002",
            "444455556666", "Spot", "memory",
        ] {
            #expect(risks.contains { $0.contains(words) }, "\(words)")
        }
    }

    @Test("touches the volumes, interfaces and groups it names, and no others")
    func resources() async throws {
        let plan = try await plan(Self.two, ["snapshot": true, "stop": true])
        let wild = plan.steps.filter { step in step.call.resources.contains { $0 == "*" } }
        // The example's Auto Scaling group is without an ARN.
        #expect(wild.map(\.id) == ["standby-\(IsolationExample.id)"])
    }
}

extension Array {
    fileprivate static func * (elements: Self, times: Int) -> Self { (0..<times).flatMap { _ in elements } }
}
