import Findings
import JSON
import Testing

@testable import Engine

@Suite struct SweepEventTests {
    private static let rule = "arn:aws:config:eu-west-1:111122223333:config-rule/config-rule-a1b2c3"

    private func result(recorded: String = "2026-03-01T09:59:00.5Z") -> JSONValue {
        [
            "ComplianceType": "NON_COMPLIANT", "ResultRecordedTime": .string(recorded), "Annotation": "Open.",
            "EvaluationResultIdentifier": [
                "EvaluationResultQualifier": [
                    "ConfigRuleName": "R", "ResourceType": "AWS::EC2::SecurityGroup",
                    "ResourceId": "sg-000000000000000ff",
                ]
            ],
        ]
    }

    @Test("a broken rule reads as the event that Config would have sent")
    func compliance() throws {
        let event = try #require(
            SweepEvent.compliance(result(), rule: "R", ruleARN: Self.rule, region: "eu-west-1"))
        #expect(event["time"] == "2026-03-01T09:59:00Z")
        guard case .finding(let finding, let envelope) = Intake(event) else {
            Issue.record("\(Intake(event))")
            return
        }
        #expect(envelope.account.description == "111122223333")
        #expect(finding.type == "R")
        #expect(finding.arn == Self.rule)
        #expect(finding.compliance == .nonCompliant)
        #expect(finding.updatedAt == "2026-03-01T09:59:00.5Z")
        #expect(finding.description == "Open.")
    }

    @Test("the same thing is the same event, and news is another")
    func identity() throws {
        func id(_ recorded: String) -> JSONValue? {
            SweepEvent.compliance(result(recorded: recorded), rule: "R", ruleARN: Self.rule, region: "eu-west-1")?["id"]
        }
        #expect(id("2026-03-01T09:59:00Z") == id("2026-03-01T09:59:00Z"))
        #expect(id("2026-03-01T09:59:00Z") != id("2026-03-01T10:59:00Z"))
        #expect(id("")?.string?.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
    }

    @Test("what does not say when it happened has no time, so that a first start holds it")
    func noTime() throws {
        let event = try #require(
            SweepEvent.compliance(result(recorded: ""), rule: "R", ruleARN: Self.rule, region: "eu-west-1"))
        #expect(event["time"] == nil)
    }

    @Test("what says nothing of whose it is makes no event")
    func nothing() {
        #expect(SweepEvent.finding(["Id": "a"], account: nil, region: "eu-west-1") == nil)
        #expect(SweepEvent.compliance([:], rule: "R", ruleARN: Self.rule, region: "eu-west-1") == nil)
        #expect(SweepEvent.compliance(result(), rule: "R", ruleARN: "R", region: "eu-west-1") == nil)
    }
}
