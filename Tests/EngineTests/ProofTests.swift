import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct ProofTests {
    private let aws = FakeAWS()

    private func unmet(_ plan: Plan, _ records: (StepName) -> Record) async throws -> [String] {
        let planned = Planned(phase: .contain, account: Sample.account, plans: [plan], reasons: [:], hash: "h")
        var execution = Execution(id: "e", replaying: [Records.received, Records.admitted, .planned(planned)])
        for step in execution.steps { execution.receive(records(step)) }
        let session = Session(execution: "e", policy: SessionPolicy.text(allowing: plan.calls))
        return try await Proof(access: aws) { _ in session }.unmet(execution)
    }

    private func plan(_ steps: [Step], proof: [Condition] = []) -> Plan {
        Plan(action: "test.mark", resource: Sample.arn, steps: steps, proof: proof)
    }

    @Test("of two steps that change one place only the last one's effect must hold")
    func lastEffect() async throws {
        let steps = [
            TagStep.set("state", from: "open", to: "closing", id: "one"),
            TagStep.set("state", from: "closing", to: "isolated", id: "two"),
        ]
        await aws.change { $0.tags[Sample.instance]?["state"] = "isolated" }
        #expect(try await unmet(plan(steps)) { Records.done($0) }.isEmpty)
        await aws.change { $0.tags[Sample.instance]?["state"] = "closing" }
        #expect(
            try await unmet(plan(steps)) { Records.done($0) } == [#"Set the tag state. It reads ["closing"] now."#])
    }

    @Test("what failed needs no proof, what was done before does")
    func states() async throws {
        let steps = [TagStep.set("state", from: "open", to: "isolated")]
        #expect(try await unmet(plan(steps)) { Records.failed($0) }.isEmpty)
        #expect(try await unmet(plan(steps)) { Records.done($0, was: true) }.count == 1)
    }

    @Test("a condition of the plan must hold as well")
    func conditions() async throws {
        let condition = Condition(TagStep.read("Name"), select: "Tags[].Value", equals: ["db"])
        #expect(
            try await unmet(plan([], proof: [condition])) { Records.done($0) }
                == [#"ec2:DescribeTags does not show Tags[].Value = ["db"]."#])
        await aws.change { $0.tags[Sample.instance]?["Name"] = "db" }
        #expect(try await unmet(plan([], proof: [condition])) { Records.done($0) }.isEmpty)
    }

    @Test("some time after the end, a place that a failed step left halfway is where that step should have left it")
    func halfway() async throws {
        let steps = [
            TagStep.set("state", from: "open", to: "passing", id: "pass"),
            TagStep.set("state", from: "passing", to: "isolated", id: "return"),
        ]
        let planned = Planned(
            phase: .contain, account: Sample.account, plans: [plan(steps)], reasons: [:], hash: "h")
        var execution = Execution(id: "e", replaying: [Records.received, Records.admitted, .planned(planned)])
        let (pass, back) = (execution.steps[0], execution.steps[1])
        execution.receive(Records.done(pass))
        execution.receive(Records.failed(back))
        let session = Session(execution: "e", policy: SessionPolicy.text(allowing: plan(steps).calls))
        let proof = Proof(access: aws) { _ in session }
        await aws.change { $0.tags[Sample.instance]?["state"] = "passing" }
        #expect(try await proof.openAfterEnd(execution, withConditions: true).map(\.step) == [back])
        await aws.change { $0.tags[Sample.instance]?["state"] = "isolated" }
        #expect(try await proof.openAfterEnd(execution, withConditions: true) == [])
    }

    @Test("what cannot be read is no proof")
    func unreadable() async {
        await aws.fail(EC2.describeTags, .refused(.accessDenied))
        await #expect(throws: AWSError.self) {
            try await unmet(plan([TagStep.set("state", from: nil, to: "x")])) { Records.done($0) }
        }
    }
}
