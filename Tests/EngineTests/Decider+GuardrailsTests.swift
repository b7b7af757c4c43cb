import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct DeciderGuardrailTests {
    private static let role = "arn:aws:iam::111122223333:role/break-glass/ops/Admin"

    /// A stage whose finding is about a role with a path.
    private func roleStage(_ guardrails: String = "") async throws -> (Stage, JSONValue) {
        let stage = try Stage(["test.mark", "test.notify"], guardrails: guardrails)
        await stage.aws.answer(IAM.getRole, ["Role": ["Arn": .string(Self.role), "Tags": []]])
        await stage.aws.setFinding([
            "Id": .string(Sample.finding), "Type": .string(Sample.type), "AccountId": .string(Sample.account),
            "Resource": ["AccessKeyDetails": ["UserName": "Admin"]],
        ])
        return (stage, Sample.event(resource: Sample.key("AssumedRole", name: "Admin", id: "AROAEXAMPLEEXAMPLE1:s")))
    }

    @Test(
        "invariant 9: a role is protected by its whole ARN, path included, which only IAM knows",
        arguments: [
            ("arn:aws:iam::*:role/break-glass/*", true), ("arn:aws:iam::111122223333:role/break-glass/ops/Admin", true),
            ("arn:*:iam::*:role/*/Admin", true), ("arn:aws:iam::*:role/Admin", false),
            ("arn:aws:iam::*:user/break-glass/*", false),
        ])
    func rolePath(_ pattern: String, _ isProtected: Bool) async throws {
        let (stage, event) = try await roleStage("guardrails:\n  protect: [\"\(pattern)\"]\n")
        let response = try await stage.respond(event)
        #expect(response.conclusion.outcome == (isProtected ? .held : .contained))
        #expect(await stage.aws.changes.isEmpty == isProtected)
        #expect(await stage.aws.published.count == 1)
    }

    @Test("invariant 9: an instance is protected by the ARN that follows from its id")
    func instance() async throws {
        let stage = try Stage(guardrails: "guardrails:\n  protect: [\"\(Sample.arn)\"]\n")
        #expect(try await stage.respond().conclusion.outcome == .held)
        #expect(await stage.aws.changes.isEmpty)
    }

    @Test("invariant 9: what the installation protects is never changed")
    func installation() async throws {
        let stage = try Stage()
        let responder = stage.responder(protected: ["arn:aws:ec2:*:*:instance/*"])
        let response = try await stage.first(responder.respond(to: Sample.bytes(Sample.event())))
        #expect(response.conclusion.outcome == .held)
        #expect(await stage.aws.changes.isEmpty)
    }

    /// Responds to two findings about the same instance, an hour or less apart.
    private func second(_ limit: String, after seconds: Double) async throws -> (Outcome, Stage) {
        let stage = try Stage(guardrails: "guardrails:\n  limits: { test.isolate: [\(limit), 9/hour/resource] }\n")
        #expect(try await stage.respond().conclusion.outcome == .contained)
        stage.clock.advance(seconds)
        await stage.aws.change { $0 = FakeAWS.State() }
        let other = "26afba5c5c43e07c9e3e5e2e544e95df"
        var live = Sample.liveFinding.object ?? [:]
        live["Id"] = .string(other)
        await stage.aws.setFinding(.object(live))
        return (try await stage.respond(Sample.event(finding: other)).conclusion.outcome, stage)
    }

    @Test(
        "a limit that is reached holds the next response, until its window is over",
        arguments: [
            ("1/hour/account", 3_500.0, Outcome.held), ("1/hour/organization", 3_500, .held),
            ("1/hour/account", 3_602, .contained), ("2/hour/account", 10, .contained), ("1/minute/account", 50, .held),
            ("1/minute/account", 62, .contained),
        ])
    func limits(_ limit: String, _ seconds: Double, _ outcome: Outcome) async throws {
        let (second, stage) = try await second(limit, after: seconds)
        #expect(second == outcome)
        #expect(await stage.aws.published.count == 2)
    }

    @Test("a plan that is made anew does not count against its own limit")
    func replanning() async throws {
        let stage = try Stage(["test.mark"], guardrails: "guardrails:\n  limits: { test.mark: 1/hour/account }\n")
        // The finding, the tags and the action's look come first; the fourth call reads what the step would change.
        await stage.aws.before(call: 4) { $0.tags[Sample.instance]?["mark"] = "odd" }
        let responder = stage.responder(freshness: 0)
        let response = try await stage.first(responder.respond(to: Sample.bytes(Sample.event())))
        #expect(response.conclusion.outcome == .contained)
        #expect(response.steps.first?.before == ["odd"])
    }

    @Test("a rule that only tells people changes nothing, whether or not tags can be read", arguments: [true, false])
    func notifyOnly(_ isReadable: Bool) async throws {
        let stage = try Stage(["test.notify"])
        if !isReadable { await stage.aws.failAlways(EC2.describeInstances, .refused(.accessDenied)) }
        #expect(try await stage.respond().conclusion.outcome == .notApplicable)
        #expect(await stage.aws.published.count == 1)
        #expect(await stage.aws.changes.isEmpty)
    }

    @Test("an action's own reason is the outcome when nothing is to be changed")
    func alreadyContained() async throws {
        let stage = try Stage()
        await stage.aws.change { $0.tags[Sample.instance]?["state"] = "isolated" }
        #expect(try await stage.respond().conclusion.outcome == .alreadyContained)
        #expect(await stage.aws.state.isArchived)
    }

    @Test("an action that cannot read what it needs holds")
    func blind() async throws {
        let stage = try Stage()
        await stage.aws.failAlways(EC2.describeTags, .refused(.accessDenied))
        #expect(try await stage.respond().conclusion.outcome == .held)
        #expect(await stage.aws.changes.isEmpty)
    }
}
