import ActionKit
import Findings
import JSON
import Testing

@testable import Actions

@Suite("What is kept of an instance whose isolation is held") struct IsolateInstanceEvidenceTests {
    private func evidence(
        _ example: IsolationExample, options: [String: JSONValue] = [:]
    ) async throws -> (Decision, ScriptedReader) {
        let scenario = try #require(IsolateInstance.scenarios.first)
        guard case .finding(let finding, _) = Intake(scenario.event) else {
            throw Missing()
        }
        let reader = ScriptedReader(example.answers)
        let situation = Situation(
            finding: finding, event: scenario.event, execution: "0123456789abcdef", reader: reader)
        let action = try IsolateInstance(Options(options, for: IsolateInstance.manifest))
        return (try await action.preserve(situation), reader)
    }

    private struct Missing: Error {}

    private func steps(_ decision: Decision) -> [Step] {
        guard case .plan(let plan) = decision else { return [] }
        return plan.steps
    }

    @Test("a tag that denies nobody anything, and a snapshot where the playbook asks for it")
    func kept() async throws {
        let (decision, reader) = try await evidence(IsolationExample())
        #expect(steps(decision).map(\.call.operation) == ["ec2:CreateTags"])
        #expect(steps(decision).first?.call.input["Tags"]?.array?.first?["Key"] == "quell:held")
        let (more, _) = try await evidence(IsolationExample(), options: ["snapshot": true])
        #expect(steps(more).map(\.call.operation) == ["ec2:CreateTags", "ec2:CreateSnapshots"])
        #expect(reader.refusals.isEmpty)
    }

    @Test("nothing is kept twice, and nothing of what is gone")
    func once() async throws {
        let tagged = IsolationExample(instanceMembers: ["Tags": [["Key": "quell:held", "Value": "earlier"]]])
        #expect(steps(try await evidence(tagged, options: ["snapshot": true]).0).isEmpty)
        #expect(steps(try await evidence(IsolationExample(state: "terminated")).0).isEmpty)
    }

    @Test("the plan names the groups that it takes the instance out of, with what serves there")
    func capacities() async throws {
        let scenario = try #require(
            IsolateInstance.scenarios.first { $0.incident == "balanced-instance" })
        guard case .finding(let finding, _) = Intake(scenario.event) else { throw Missing() }
        let situation = Situation(
            finding: finding, event: scenario.event, execution: "0123456789abcdef",
            reader: ScriptedReader(scenario.answers))
        guard
            case .plan(let plan) = try await IsolateInstance(Options([:], for: IsolateInstance.manifest))
                .decide(situation)
        else { throw Missing() }
        let blue = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/blue/0123456789abcdef"
        let green = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/green/0123456789abcdef"
        #expect(
            plan.capacities == [
                Capacity(group: "Auto Scaling group web", desired: 2, inService: 2),
                Capacity(group: blue, desired: 2, inService: 2), Capacity(group: green, desired: 2, inService: 2),
            ])
    }
}
