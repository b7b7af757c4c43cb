import AWSClient
import ActionKit
import Findings
import JSON
import Testing

@testable import Actions

@Suite struct NotifyTests {
    static let report = Report(
        rule: "r", outcome: "contained", why: "Proven.", changes: [], residualRisk: [], undoCommand: nil)

    @Test("publishes to the topic's own Region, from the engine's own account")
    func destination() async throws {
        let decision = try await decide(topic: "arn:aws-us-gov:sns:us-gov-west-1:999999999999:alerts")
        guard case .plan(let plan) = decision, let call = plan.steps.first?.call else {
            Issue.record("no plan: \(decision)")
            return
        }
        #expect(call.account == nil)
        #expect(call.region == "us-gov-west-1")
        #expect(call.resources == ["arn:aws-us-gov:sns:us-gov-west-1:999999999999:alerts"])
    }

    @Test(
        "says what to set when the topic is none",
        arguments: [
            nil, "", "alerts", "arn:aws:sqs:eu-west-1:999999999999:alerts", "arn:aws:sns:eu-west-1:999999999999:a.fifo",
            "arn:aws:sns:eu-west-1:9999:alerts", "arn:aws:sns::999999999999:alerts",
            "arn:aws:sns:eu-west-1:999999999999:",
            "arn:aws:sns:eu-west-1:999999999999:a:b", "arn:aws\n:sns:eu-west-1:999999999999:alerts",
        ])
    func topics(_ topic: String?) async throws {
        guard case .leaveAlone(let reason) = try await decide(topic: topic) else {
            Issue.record("\(topic ?? "nil") was taken for a topic")
            return
        }
        #expect(reason.kind == .held)
        #expect(reason.why.contains("Set notify.topic"))
    }

    private func decide(topic: String?) async throws -> Decision {
        let situation = try Alerts.situation(report: Self.report, topic: topic)
        return try await Notify(Options([:], for: Notify.manifest)).decide(situation)
    }
}
