import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct ResponderRepeatsTests {
    private func contained() async throws -> (Stage, Response) {
        let stage = try Stage()
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .contained)
        return (stage, response)
    }

    @Test("what was contained and does not hold any more is contained again")
    func lost() async throws {
        let (stage, first) = try await contained()
        await stage.aws.change { state in
            state = FakeAWS.State()
        }
        let second = try await stage.respond()
        #expect(second.conclusion.outcome == .contained)
        #expect(second.execution != first.execution)
        #expect(try await stage.execution(second.execution).admission?.generation == 2)
    }

    @Test("what cannot be read back is left alone")
    func unreadable() async throws {
        let (stage, _) = try await contained()
        await stage.aws.failAlways(EC2.describeTags, .refused(.accessDenied))
        let second = try await stage.respond()
        #expect(second.conclusion.outcome == .duplicate)
        #expect(second.conclusion.why.contains("cannot be read"))
    }

    @Test("what a person has taken back is contained again only on request")
    func undone() async throws {
        let (stage, first) = try await contained()
        _ = try await stage.undoer().undo(first.execution, by: "p", isForced: false)
        let second = try await stage.respond()
        #expect(second.conclusion.outcome == .duplicate)
        #expect(second.conclusion.why.contains("--again"))
        #expect(await stage.aws.state.tags[Sample.instance]?["state"] == "open")
        let third = try await stage.first(stage.responder(isAgain: true).respond(to: Sample.bytes(Sample.event())))
        #expect(third.execution != first.execution)
    }

    @Test("what was held or failed is tried again with the same event")
    func held() async throws {
        let stage = try Stage()
        await stage.aws.failAlways(EC2.describeInstances, .refused(.accessDenied))
        #expect(try await stage.respond().conclusion.outcome == .held)
        await stage.aws.recover()
        #expect(try await stage.respond().conclusion.outcome == .contained)
    }

    @Test("what was exempt is answered once, and anew when there is news")
    func exempt() async throws {
        let stage = try Stage()
        await stage.aws.change { $0.tags[Sample.instance]?["SecurityException"] = "x" }
        #expect(try await stage.respond().conclusion.outcome == .exempt)
        #expect(try await stage.respond().conclusion.outcome == .duplicate)
        await stage.aws.change { $0.tags[Sample.instance]?["SecurityException"] = nil }
        let news = Sample.event(updatedAt: "2026-03-02T00:00:00Z")
        #expect(try await stage.respond(news).conclusion.outcome == .contained)
    }

    @Test("news from Config about a contained resource means that it has changed back")
    func configNews() async throws {
        let stage = try Stage(more: Stage.rule("config", ["test.mark"], "{ source: [aws.config] }"))
        await stage.aws.answer(
            Config.getComplianceDetailsByResource,
            [
                "EvaluationResults": [
                    ["EvaluationResultIdentifier": ["EvaluationResultQualifier": ["ConfigRuleName": "SOME_RULE"]]]
                ]
            ])
        let first = try await stage.respond(Sample.config())
        #expect(first.conclusion.outcome == .contained)
        #expect(try await stage.respond(Sample.config()).conclusion.outcome == .duplicate)
        let news = try await stage.respond(Sample.config(recorded: "2026-03-02T00:00:00Z"))
        #expect(news.conclusion.outcome == .alreadyContained)
        #expect(news.execution != first.execution)
    }
}
