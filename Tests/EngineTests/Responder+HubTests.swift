import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

/// Orders from Security Hub end as the finding behind them would, and only orders of the engine's own account are taken.
@Suite struct ResponderHubTests {
    private static let home = "999988887777"
    private static let arn =
        "arn:aws:guardduty:\(Sample.region):\(Sample.account):detector/\(Sample.detector)/finding/\(Sample.finding)"

    private static func order(
        account: String = home, type: String = "TTPs/Command and Control/Backdoor:EC2-C&CActivity.B",
        instance: String = Sample.instance
    ) -> JSONValue {
        let finding: JSONValue = [
            "Id": .string(arn), "AwsAccountId": .string(Sample.account), "Region": .string(Sample.region),
            "ProductArn": .string("arn:aws:securityhub:\(Sample.region)::product/aws/guardduty"),
            "Types": [.string(type)], "Title": "Odd.",
            "Resources": [
                [
                    "Type": "AwsEc2Instance",
                    "Id": .string("arn:aws:ec2:\(Sample.region):\(Sample.account):instance/\(instance)"),
                ]
            ],
        ]
        return [
            "version": "0", "id": "c8c4daa7-a20c-2f03-0070-b7393dd542af", "source": "aws.securityhub",
            "detail-type": "Security Hub Findings - Custom Action", "account": .string(account),
            "time": "2026-03-01T10:00:00Z", "region": .string(Sample.region),
            "resources": [.string("arn:aws:securityhub:\(Sample.region):\(account):action/custom/Isolate")],
            "detail": ["actionName": "Isolate EC2", "findings": [finding]],
        ]
    }

    private static let live: JSONValue = [
        "Id": .string(Sample.finding), "Arn": .string(arn), "Type": .string(Sample.type),
        "AccountId": .string(Sample.account), "Region": .string(Sample.region), "Title": "Odd.",
        "Resource": ["ResourceType": "Instance", "InstanceDetails": ["InstanceId": .string(Sample.instance)]],
    ]

    private func stage() async throws -> Stage {
        let order = Stage.rule(
            "order", ["test.isolate", "test.report", "test.archive", "test.notify"], "{ source: [aws.securityhub] }")
        let stage = try Stage(more: order)
        await stage.aws.setFinding(Self.live)
        return stage
    }

    private func respond(_ stage: Stage, _ event: JSONValue, home: String? = home) async throws -> Response {
        let responses = try await stage.responder(homeAccount: home).respond(to: Sample.bytes(event))
        #expect(responses.count == 1)
        #expect(await stage.aws.complaints == [])
        return try stage.first(responses)
    }

    @Test("the finding behind the order is contained, people are told, and the outcome is noted after that")
    func contains() async throws {
        let stage = try await stage()
        let response = try await respond(stage, Self.order())
        #expect(response.conclusion.outcome == .contained, "\(response.conclusion.why)")
        #expect(response.findingType == Sample.type && response.account == Sample.account)
        #expect(await stage.aws.state.isArchived)
        #expect(await stage.aws.published.count == 1)
        #expect(response.steps.last?.action == "test.report")
        #expect(await stage.aws.state.tags[Sample.instance]?["report"] == "contained")
    }

    @Test("orders are taken from the engine's own Security Hub only", arguments: [nil, "444455556666"])
    func foreign(_ home: String?) async throws {
        let stage = try await stage()
        let response = try await respond(stage, Self.order(), home: home)
        #expect(response.conclusion.outcome == .rejected)
        #expect(await stage.aws.calls.isEmpty)
        #expect(try await stage.journal.executions(newest: 5).count == 1)
    }

    @Test("a finding that says something else than the order changes nothing; people are told, and it is noted")
    func differs() async throws {
        for order in [Self.order(type: "TTPs/X/Trojan:EC2-DropPoint"), Self.order(instance: "i-0fedcba9876543210")] {
            let stage = try await stage()
            let response = try await respond(stage, order)
            #expect(response.conclusion.outcome == .notConfirmed)
            #expect(response.conclusion.why.hasPrefix("Security Hub says"))
            #expect(await stage.aws.state.tags[Sample.instance]?["state"] == "open")
            #expect(await stage.aws.state.tags[Sample.instance]?["report"] == "not-confirmed")
            #expect(await stage.aws.published.count == 1)
            #expect(await !stage.aws.state.isArchived)
        }
    }

    @Test(
        "a finding that cannot be read ends as an automatic response then does",
        arguments: [
            (AWSError.Kind.accessDenied, Outcome.held), (.unreachable, .failed), (.notFound, .notConfirmed),
        ])
    func unread(_ kind: AWSError.Kind, _ outcome: Outcome) async throws {
        let stage = try await stage()
        await stage.aws.failAlways(GuardDuty.getFindings, .refused(kind))
        let response = try await respond(stage, Self.order())
        #expect(response.conclusion.outcome == outcome)
        #expect(await stage.aws.state.tags[Sample.instance]?["state"] == "open")
        #expect(await stage.aws.published.count == 1)
        await stage.aws.recover()
        #expect(try await respond(stage, Self.order()).conclusion.outcome == .contained)
    }

    @Test("an order that comes twice is a repeat")
    func twice() async throws {
        let stage = try await stage()
        _ = try await respond(stage, Self.order())
        #expect(try await respond(stage, Self.order()).conclusion.outcome == .duplicate)
    }

    @Test("a preview of an order shows the plan of the finding behind it, and changes nothing")
    func previews() async throws {
        let stage = try await stage()
        let previews = try await stage.responder().preview(Sample.bytes(Self.order()))
        #expect(previews.map(\.rule) == ["order"])
        #expect(previews.first?.plans.first?.action == "test.isolate")
        #expect(await stage.aws.writes.isEmpty)
        let other = try await stage.responder().preview(Sample.bytes(Self.order(type: "TTPs/X/Trojan:EC2-DropPoint")))
        #expect(other.first?.conclusion?.outcome == .notConfirmed)
    }
}
