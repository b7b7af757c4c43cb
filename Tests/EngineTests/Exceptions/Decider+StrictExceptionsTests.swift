import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

@Suite("Strict exceptions") struct DeciderStrictExceptionTests {
    private static let terms: String = "exceptions:\n  mode: strict\n  records: journal\n"
    private static let claim: [String: String] = ["SecurityException": "JIRA-1"]
    private static let other: String = "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef1"

    /// A stage with approvals in its journal and more tags on the instance.
    private func stage(
        _ records: [ExceptionRecord], _ tags: [String: String], _ respond: [String] = ["test.isolate", "test.notify"]
    ) async throws -> Stage {
        let stage = try Stage(respond, guardrails: Self.terms)
        for record in records {
            try await stage.journal.append(
                .exceptionApproved(record, by: "p"), to: ExceptionLog.name, at: Approved.approved)
        }
        await stage.aws.change { $0.tags[Sample.instance]?.merge(tags) { $1 } }
        return stage
    }

    @Test("an approved exception stops every change, and people are told which record and until when")
    func exempt() async throws {
        let stage = try await stage([Approved.instance], Self.claim)
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .exempt)
        #expect(response.conclusion.why.contains("record JIRA-1, approved by alice, covers it until \(Approved.until)"))
        #expect(await stage.aws.changes.isEmpty)
        #expect(await stage.aws.published.count == 1)
        let judgement = try #require(try await stage.execution(response.execution).exceptions.first)
        #expect(judgement.verdict == .exempt)
        #expect(judgement.record == "JIRA-1" && judgement.expires == Approved.until)
    }

    private static let flaws: [([ExceptionRecord], ExceptionFlaw)] = [
        ([], .noRecord), ([Approved.record(until: "2026-02-01T00:00:00Z")], .expired),
        ([Approved.record(resources: [other])], .wrongResource),
        ([Approved.record(actions: ["test.mark"])], .wrongAction),
        ([Approved.record(findings: ["Recon:*"])], .wrongFinding),
    ]

    @Test("T-08: a tag without a valid record gives no immunity, and an alert of its own", arguments: flaws)
    func invalid(_ records: [ExceptionRecord], _ flaw: ExceptionFlaw) async throws {
        let stage = try await stage(records, Self.claim)
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .contained)
        let alerts = await stage.aws.published
        #expect(alerts.count == 2)
        #expect(alerts.count { $0.hasPrefix("unapproved-exception: ") && $0.contains(flaw.words) } == 1)
        #expect(response.exceptions.map(\.flaw) == [flaw])
        let kinds = try await stage.journal.entries(of: response.execution).map(\.record.kind)
        #expect(kinds.count { $0 == "exception-judged" } == 1)
        #expect(await stage.aws.complaints.isEmpty)
    }

    @Test("the alert goes out although the rule tells nobody")
    func untold() async throws {
        let stage = try await stage([], Self.claim, ["test.isolate"])
        #expect(try await stage.respond().conclusion.outcome == .contained)
        #expect(await stage.aws.published.count == 2)
    }

    @Test("an alert that cannot be sent keeps the finding open, as any alert does")
    func unsent() async throws {
        let stage = try await stage([], Self.claim, ["test.isolate", "test.archive", "test.notify"])
        await stage.aws.fail(SNS.publish, .refused(.invalidInput))
        #expect(try await stage.respond().conclusion.outcome == .partial)
        #expect(await !stage.aws.state.isArchived)
    }

    @Test("T-11: an approval whose tag is gone holds the response", arguments: [[:], ["SecurityException": "x"]])
    func unclaimed(_ tags: [String: String]) async throws {
        let stage = try await stage([Approved.instance], tags)
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .held)
        #expect(response.conclusion.why.contains("Record JIRA-1, approved by alice, excepts"))
        #expect(await stage.aws.changes.isEmpty)
        #expect(await stage.aws.published.count == 1)
    }

    @Test("T-12: what a launch template tags needs an approval of the group or the template")
    func born() async throws {
        let tags = Self.claim.merging(Approved.born) { $1 }
        for (scope, outcome) in [
            (Approved.group, Outcome.exempt), (Approved.template, .exempt), (Self.other, .contained),
        ] {
            let stage = try await stage([Approved.record(resources: [scope])], tags)
            #expect(try await stage.respond().conclusion.outcome == outcome, "\(scope)")
        }
        #expect(try await stage([], tags).respond().conclusion.outcome == .contained)
    }

    @Test("an approval of one action lets the others act, and the response is partial")
    func someActions() async throws {
        let stage = try await stage(
            [Approved.record(actions: ["test.isolate"])], Self.claim, ["test.isolate", "test.mark", "test.notify"])
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .partial)
        #expect(response.conclusion.why.contains("test.isolate: "))
        let state = await stage.aws.state
        #expect(state.tags[Sample.instance]?["mark"] == "bad")
        #expect(state.tags[Sample.instance]?["state"] == "open")
        #expect(response.exceptions.map(\.verdict) == [.exempt, .invalid])
    }

    @Test("a key that looks like the tag is told of in the alert", arguments: [terms, ""])
    func nearMiss(_ terms: String) async throws {
        let stage = try Stage(guardrails: terms)
        await stage.aws.change { $0.tags[Sample.instance]?["securityexception"] = "JIRA-1" }
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .contained)
        #expect(response.exceptions.map(\.verdict) == [.nearMiss])
        #expect(try #require(response.exceptions.first).why.contains("\"securityexception\""))
        #expect(await stage.aws.published.count == 1)
        let report = try await stage.execution(response.execution).report
        #expect(try #require(report).residualRisk.contains { $0.contains("exempts nothing") })
    }

    @Test("an approval that was revoked counts no more")
    func revoked() async throws {
        let stage = try await stage([Approved.instance], Self.claim)
        try await stage.journal.append(
            .exceptionRevoked(id: "JIRA-1", why: "w", by: "p"), to: ExceptionLog.name, at: Approved.approved)
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .contained)
        #expect(response.exceptions.map(\.flaw) == [.revoked])
    }

    @Test("records that cannot be read hold the response", arguments: [[:], claim])
    func unreadable(_ tags: [String: String]) async throws {
        let stage = try await stage([Approved.record(actions: [])], tags)
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .held)
        #expect(response.conclusion.why.contains("cannot be known, so nothing was changed"))
        #expect(await stage.aws.changes.isEmpty)
        #expect(await stage.aws.published.count == 1)
    }

    @Test("a rule that changes nothing asks for no record")
    func harmless() async throws {
        let stage = try await stage([], Self.claim, ["test.notify"])
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .notApplicable)
        #expect(response.exceptions.isEmpty)
    }

    @Test("a preview says what a response would")
    func preview() async throws {
        let stage = try await stage([], Self.claim)
        let preview = try #require(await stage.responder().preview(Sample.bytes(Sample.event())).first)
        #expect(preview.exceptions.map(\.flaw) == [.noRecord])
        #expect(!preview.plans.isEmpty)
    }

    @Test("a signed file exempts; unsigned it does not, and gone it holds")
    func file() async throws {
        let key = SigningKey()
        var file = ExceptionFile()
        try file.put(Approved.instance)
        let files = ["e.json": file.text, "e.json.sig": try key.sign(file.text)]
        let terms = "exceptions:\n  mode: strict\n  records: e.json\n  keys: [\(key.publicText)]\n"
        for (names, outcome) in [
            (["e.json", "e.json.sig"], Outcome.exempt), (["e.json"], .contained), ([], .held),
        ] {
            var stage = try Stage(guardrails: terms)
            stage.files = files.filter { names.contains($0.key) }
            await stage.aws.change { $0.tags[Sample.instance]?.merge(Self.claim) { $1 } }
            #expect(try await stage.respond().conclusion.outcome == outcome, "\(names)")
        }
    }
}
