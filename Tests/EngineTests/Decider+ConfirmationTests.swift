import AWSClient
import ActionKit
import Findings
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

    private static let principals: [(JSONValue, Outcome)] = [
        (["UserName": "alice", "PrincipalId": "AIDAEXAMPLEEXAMPLE12"], .contained),
        (["UserName": "mallory", "PrincipalId": "AIDAEXAMPLEEXAMPLE12"], .notConfirmed),
        (["UserName": "alice", "PrincipalId": "AIDAOTHEROTHEROTHE12"], .notConfirmed),
        (["UserName": "alice"], .notConfirmed), ([:], .notConfirmed),
    ]

    @Test(
        "a rule about the principal acts where the live finding names the same one, and nowhere else",
        arguments: principals)
    func principal(_ details: JSONValue, _ outcome: Outcome) async throws {
        let stage = try Stage(
            ["test.notify"],
            more: Stage.rule("who", ["test.mark"], "{ source: [aws.guardduty] }") + "    about: principal\n")
        let instance: JSONValue = ["InstanceId": .string(Sample.instance)]
        await stage.aws.setFinding(
            Self.live(["Resource": ["InstanceDetails": instance, "AccessKeyDetails": details]]))
        await stage.aws.answer(IAM.getUser, ["User": ["Arn": "arn:aws:iam::111122223333:user/alice", "Tags": []]])
        let key = Sample.key("IAMUser", name: "alice", id: "AIDAEXAMPLEEXAMPLE12")
        let event = Sample.event(
            resource: [
                "resourceType": "Instance", "instanceDetails": ["instanceId": .string(Sample.instance)],
                "accessKeyDetails": key["accessKeyDetails"] ?? .null,
            ])
        let responses = try await stage.responder().respond(to: Sample.bytes(event))
        let own = try #require(responses.first { $0.rule == "who" })
        #expect(own.conclusion.outcome == outcome, "\(own.conclusion)")
        #expect(own.resource == "alice")
        #expect(responses.first { $0.rule == "contain" }?.resource == Sample.instance)
        let admitted = try await stage.execution(own.execution).admission
        let previewed = try await stage.responder().preview(Sample.bytes(event))
        #expect(previewed.map(\.finding?.resource.id) == [Sample.instance, "alice"])
        #expect(admitted?.resource == "alice")
    }

    @Test("exceptions and protection are those of the principal, not of the resource")
    func exceptPrincipal() async throws {
        let stage = try Stage(
            ["test.notify"],
            guardrails: "guardrails: { protect: [\"arn:aws:iam::*:user/kept/*\", \"arn:aws:ec2:*:*:instance/*\"] }\n",
            more: Stage.rule("who", ["test.mark"], "{ source: [aws.guardduty] }") + "    about: principal\n")
        let details: JSONValue = ["UserName": "alice", "PrincipalId": "AIDAEXAMPLEEXAMPLE12"]
        await stage.aws.setFinding(Self.live(["Resource": ["AccessKeyDetails": details]]))
        let key = Sample.key("IAMUser", name: "alice", id: "AIDAEXAMPLEEXAMPLE12")
        func outcome(_ user: JSONValue, _ finding: String) async throws -> Outcome? {
            await stage.aws.setFinding(
                Self.live(["Id": .string(finding), "Resource": ["AccessKeyDetails": details]]))
            await stage.aws.answer(IAM.getUser, ["User": user])
            let event = Sample.event(
                resource: [
                    "resourceType": "Instance", "instanceDetails": ["instanceId": .string(Sample.instance)],
                    "accessKeyDetails": key["accessKeyDetails"] ?? .null,
                ], finding: finding)
            let responses = try await stage.responder().respond(to: Sample.bytes(event))
            return responses.first { $0.rule == "who" }?.conclusion.outcome
        }
        let arn = "arn:aws:iam::111122223333:user/"
        let tag: JSONValue = ["Key": "SecurityException", "Value": ""]
        #expect(
            try await outcome(["Arn": .string(arn + "alice"), "Tags": [tag]], String(repeating: "a", count: 32))
                == .exempt)
        #expect(
            try await outcome(["Arn": .string(arn + "kept/alice"), "Tags": []], String(repeating: "b", count: 32))
                == .held)
        #expect(
            try await outcome(["Arn": .string(arn + "alice"), "Tags": []], String(repeating: "c", count: 32))
                == .contained)
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
