import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct SessionPolicyTests {
    private let plan = Plan(
        action: "test.mark", resource: Sample.arn, steps: [TagStep.set("a", from: nil, to: "1")])

    @Test("invariant 2: allows the plan's calls on the plan's resources and nothing else")
    func exact() {
        #expect(
            SessionPolicy.text(allowing: plan.calls) == """
                {"Statement":[{"Action":["ec2:DescribeTags"],"Effect":"Allow","Resource":["*"]},\
                {"Action":["ec2:CreateTags"],"Effect":"Allow","Resource":["\(Sample.arn)"]}],"Version":"2012-10-17"}
                """)
    }

    @Test("an undo's session may undo, and no more do")
    func undo() {
        let policy = PolicyCheck(SessionPolicy.text(allowing: plan.undoCalls))
        #expect(policy.allows(EC2.deleteTags, [Sample.arn]))
        #expect(policy.allows(EC2.describeTags, ["*"]))
        #expect(!policy.allows(EC2.createTags, [Sample.arn]))
        #expect(!policy.allows(EC2.deleteTags, ["\(Sample.arn)0"]))
    }

    @Test("conditions and proof are part of what a plan reads")
    func reads() {
        let condition = Condition(
            TagStep.call(EC2.describeInstances, [:], on: ["*"]), select: "Reservations", equals: [])
        let step = TagStep.set("a", from: nil, to: "1", requires: [condition])
        let all = Plan(
            action: "a", resource: "r", steps: [step],
            proof: [Condition(TagStep.call(EC2.describeVolumes, [:], on: ["*"]), select: "Volumes", equals: [])])
        #expect(
            Set(all.calls.map(\.operation)) == [
                EC2.createTags.id, EC2.describeTags.id, EC2.describeInstances.id, EC2.describeVolumes.id,
            ])
    }

    @Test("a policy to read with never allows a write")
    func reading() {
        let policy = PolicyCheck(SessionPolicy.text(allowing: [], reading: [EC2.describeTags, EC2.describeVpcs]))
        #expect(policy.allows(EC2.describeVpcs, ["*"]))
        #expect(!policy.allows(EC2.createTags, ["*"]))
    }

    @Test("beyond IAM's limit resources become any, actions never do", arguments: [10, 60])
    func limit(_ count: Int) {
        let calls = (0..<count).map { number in
            TagStep.call(EC2.createTags, [:], on: ["\(Sample.arn)\(number)"])
        }
        let text = SessionPolicy.text(allowing: calls + [TagStep.read("a")])
        #expect(text.utf8.count <= SessionPolicy.limit)
        let policy = PolicyCheck(text)
        #expect(policy.allows(EC2.createTags, ["\(Sample.arn)0"]))
        #expect(policy.allows(EC2.createTags, ["elsewhere"]) == (count > 20))
        #expect(policy.allows(EC2.describeTags, ["*"]))
        #expect(!policy.allows(EC2.deleteTags, ["\(Sample.arn)0"]))
    }
}
