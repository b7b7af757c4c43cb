import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct DeciderExceptionTests {
    /// The outcome for the sample instance with more tags.
    private func response(_ tags: [String: String], _ stage: Stage) async throws -> Response {
        await stage.aws.change { $0.tags[Sample.instance]?.merge(tags) { $1 } }
        return try await stage.respond()
    }

    @Test("invariant 10: the exact exception tag, whatever its value, stops every change", arguments: ["yes", "", "no"])
    func exempt(_ value: String) async throws {
        let stage = try Stage()
        let response = try await response(["SecurityException": value], stage)
        #expect(response.conclusion.outcome == .exempt)
        #expect(response.conclusion.why.contains("SecurityException=\"\(value)\""))
        #expect(await stage.aws.changes.isEmpty)
        #expect(await stage.aws.published.count == 1, "people are told of an exception that was used")
    }

    @Test("a key that differs is no exception", arguments: [
        "securityexception", "SECURITYEXCEPTION", "SecurityException ", "Security-Exception", "SecurityExceptions",
    ])
    func notExempt(_ key: String) async throws {
        #expect(try await response([key: "yes"], Stage()).conclusion.outcome == .contained)
    }

    @Test("the playbook's own tag key replaces the standard one")
    func ownKey() async throws {
        let more = "exceptions:\n  tag: LeaveAlone\n"
        #expect(try await response(["LeaveAlone": "x"], Stage(guardrails: more)).conclusion.outcome == .exempt)
        #expect(
            try await response(["SecurityException": "x"], Stage(guardrails: more)).conclusion.outcome == .contained)
    }

    @Test("tags that cannot be read stop every change", arguments: [
        (AWSError.Kind.accessDenied, Outcome.held), (.throttled, .held), (.serverFailure, .held),
        (.unreadableAnswer, .held), (.unreachable, .failed), (.noCredentials, .failed),
    ])
    func unreadable(_ kind: AWSError.Kind, _ outcome: Outcome) async throws {
        let stage = try Stage()
        await stage.aws.failAlways(EC2.describeInstances, .refused(kind))
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == outcome)
        #expect(response.conclusion.why.contains("cannot be read, so nothing was changed"))
        #expect(await stage.aws.changes.isEmpty)
        #expect(await stage.aws.published.count == 1)
    }

    @Test("an instance that is gone is moot")
    func gone() async throws {
        let stage = try Stage()
        await stage.aws.change { $0.tags = [:] }
        #expect(try await stage.respond().conclusion.outcome == .moot)
        #expect(await stage.aws.changes.isEmpty)
    }

    @Test("an instance that AWS does not list is moot")
    func unlisted() async throws {
        let stage = try Stage()
        await stage.aws.answer(EC2.describeInstances, ["Reservations": []])
        #expect(try await stage.respond().conclusion.outcome == .moot)
    }
}

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

    @Test("invariant 9: a role is protected by its whole ARN, path included, which only IAM knows", arguments: [
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
        let stage = try Stage(guardrails: "guardrails:\n  limits: { test.isolate: \(limit) }\n")
        #expect(try await stage.respond().conclusion.outcome == (limit.hasPrefix("0") ? .held : .contained))
        stage.clock.advance(seconds)
        await stage.aws.change { $0 = FakeAWS.State() }
        let other = "26afba5c5c43e07c9e3e5e2e544e95df"
        var live = Sample.liveFinding.object ?? [:]
        live["Id"] = .string(other)
        await stage.aws.setFinding(.object(live))
        return (try await stage.respond(Sample.event(finding: other)).conclusion.outcome, stage)
    }

    @Test("a limit that is reached holds the next response, until its window is over", arguments: [
        ("1/hour/account", 3_500.0, Outcome.held), ("1/hour/organization", 3_500, .held),
        ("1/hour/account", 3_602, .contained), ("2/hour/account", 10, .contained), ("1/minute/account", 50, .held),
        ("1/minute/account", 62, .contained), ("0/day/account", 1, .held),
    ])
    func limits(_ limit: String, _ seconds: Double, _ outcome: Outcome) async throws {
        let (second, stage) = try await second(limit, after: seconds)
        #expect(second == outcome)
        #expect(await stage.aws.published.count == 2)
    }

    @Test("a plan that is made anew does not count against its own limit")
    func replanning() async throws {
        let stage = try Stage(guardrails: "guardrails:\n  limits: { test.isolate: 1/hour/account }\n")
        let responder = stage.responder(freshness: 0)
        // Calls 1 to 4 confirm, read tags and decide; the fifth reads what the first step would change.
        await stage.aws.before(call: 5) { state in state.groups["other"] = "sg-9" }
        let response = try await stage.first(responder.respond(to: Sample.bytes(Sample.event())))
        #expect(response.conclusion.outcome != .held)
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

@Suite struct DeciderConfirmationTests {
    private static func live(_ changes: [String: JSONValue]) -> JSONValue {
        .object((Sample.liveFinding.object ?? [:]).merging(changes) { $1 })
    }

    private static let wrong: [JSONValue] = [
        live(["Type": "Recon:EC2/Portscan"]), live(["AccountId": "999988887777"]), live(["Id": "another"]),
        live(["Resource": ["InstanceDetails": ["InstanceId": "i-00000000000000000"]]]),
    ]

    @Test("a live finding of another type, account, id or instance confirms nothing", arguments: wrong)
    func mismatch(_ live: JSONValue) async throws {
        let stage = try Stage()
        await stage.aws.setFinding(live)
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .notConfirmed)
        #expect(await stage.aws.changes.isEmpty)
    }

    @Test("a live finding about another user confirms nothing")
    func otherUser() async throws {
        let stage = try Stage(["test.mark"])
        await stage.aws.setFinding(Self.live(["Resource": ["AccessKeyDetails": ["UserName": "mallory"]]]))
        let event = Sample.event(resource: Sample.key("IAMUser", name: "alice", id: "AIDAEXAMPLEEXAMPLE12"))
        let response = try await stage.respond(event)
        #expect(response.conclusion.outcome == .notConfirmed)
        #expect(response.conclusion.why.contains("\"alice\"") && response.conclusion.why.contains("\"mallory\""))
    }

    @Test("a finding that GuardDuty does not know is not confirmed")
    func unknown() async throws {
        let stage = try Stage()
        await stage.aws.fail(GuardDuty.getFindings, .refused(.notFound))
        #expect(try await stage.respond().conclusion.outcome == .notConfirmed)
        #expect(await stage.aws.changes.isEmpty)
    }

    @Test("Config must hold the resource non-compliant with this very rule", arguments: [
        ("SOME_RULE", Outcome.contained), ("OTHER_RULE", .notConfirmed), (nil, .notConfirmed),
    ] as [(String?, Outcome)])
    func config(_ rule: String?, _ outcome: Outcome) async throws {
        let stage = try Stage(more: Stage.rule("config", ["test.mark"], "{ source: [aws.config] }"))
        let results: [JSONValue] = rule.map {
            [["EvaluationResultIdentifier": ["EvaluationResultQualifier": ["ConfigRuleName": .string($0)]]]]
        } ?? []
        await stage.aws.answer(Config.getComplianceDetailsByResource, ["EvaluationResults": .array(results)])
        #expect(try await stage.respond(Sample.config()).conclusion.outcome == outcome)
    }

    @Test("a broken way to AWS fails the response, a refusal holds it", arguments: [
        (AWSError.Kind.noCredentials, "ec2:DescribeTags", Outcome.failed), (.badCredentials, "x", .failed),
        (.unreachable, "x", .failed), (.timedOut, "x", .failed), (.accessDenied, "sts:AssumeRole", .failed),
        (.accessDenied, "ec2:DescribeTags", .held), (.throttled, "x", .held), (.notFound, "x", .held),
        (.alreadyExists, "x", .held), (.limitExceeded, "x", .held), (.unmodifiable, "x", .held),
        (.invalidInput, "x", .held), (.serverFailure, "x", .held), (.unreadableAnswer, "x", .held), (.other, "x", .held),
    ])
    func technicalOutcome(_ kind: AWSError.Kind, _ operation: String, _ outcome: Outcome) {
        #expect(AWSError(kind: kind, operation: operation, message: "m").technicalOutcome == outcome)
    }
}
