import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

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

    @Test(
        "Config must hold the resource non-compliant with this very rule",
        arguments: [
            ("SOME_RULE", Outcome.contained), ("OTHER_RULE", .notConfirmed), (nil, .notConfirmed),
        ] as [(String?, Outcome)])
    func config(_ rule: String?, _ outcome: Outcome) async throws {
        let stage = try Stage(more: Stage.rule("config", ["test.mark"], "{ source: [aws.config] }"))
        let results: [JSONValue] =
            rule.map {
                [["EvaluationResultIdentifier": ["EvaluationResultQualifier": ["ConfigRuleName": .string($0)]]]]
            } ?? []
        await stage.aws.answer(Config.getComplianceDetailsByResource, ["EvaluationResults": .array(results)])
        #expect(try await stage.respond(Sample.config()).conclusion.outcome == outcome)
    }

    @Test(
        "a broken way to AWS fails the response, a refusal holds it",
        arguments: [
            (AWSError.Kind.noCredentials, "ec2:DescribeTags", Outcome.failed), (.badCredentials, "x", .failed),
            (.unreachable, "x", .failed), (.timedOut, "x", .failed), (.accessDenied, "sts:AssumeRole", .failed),
            (.accessDenied, "ec2:DescribeTags", .held), (.throttled, "x", .held), (.notFound, "x", .held),
            (.alreadyExists, "x", .held), (.limitExceeded, "x", .held), (.unmodifiable, "x", .held),
            (.invalidInput, "x", .held), (.serverFailure, "x", .held), (.unreadableAnswer, "x", .held),
            (.other, "x", .held),
        ])
    func technicalOutcome(_ kind: AWSError.Kind, _ operation: String, _ outcome: Outcome) {
        #expect(AWSError(kind: kind, operation: operation, message: "m").technicalOutcome == outcome)
    }
}
