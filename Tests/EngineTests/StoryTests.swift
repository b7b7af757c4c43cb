import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct StoryTests {
    private static func stories(_ wanted: String, _ stage: Stage) async throws -> [Story] {
        try await Story.all(about: wanted, in: stage.journal, newest: 100).stories
    }

    @Test("a contained finding is told by its rule, its action, each step and its outcome")
    func contained() async throws {
        let stage = try Stage()
        let response = try await stage.respond()
        let story = try #require(try await Self.stories(response.findingID ?? "", stage).first)
        #expect(story.execution == response.execution && story.outcome == .contained)
        let causes = story.lines.map(\.cause)
        #expect(causes.first == .event)
        #expect(causes.contains(.rule) && causes.contains(.finding) && causes.contains(.action))
        #expect(story.lines.first { $0.cause == .rule }?.by == response.rule)
        let steps = story.lines.filter { $0.cause == .step }
        #expect(steps.count == response.steps.count)
        #expect(
            story.lines.contains { $0.cause == .outcome && $0.by == "contained" && $0.words == response.conclusion.why }
        )
        #expect(story.lines.allSatisfy { !$0.time.isEmpty && !$0.words.isEmpty })
    }

    @Test("a story is found by finding, resource, their ARNs and the execution, and by nothing else")
    func names() async throws {
        let stage = try Stage()
        let response = try await stage.respond()
        let resource = try #require(response.resource)
        for name in [response.findingID ?? "", resource, response.execution, Sample.arn] {
            #expect(try await Self.stories(name, stage).count == 1, "\(name)")
        }
        for name in ["", "*", String(resource.dropFirst()), String(resource.dropLast()), "i-99999999"] {
            #expect(try await Self.stories(name, stage).isEmpty, "\(name)")
        }
    }

    @Test("an event that led to nothing is found by what it is about, with the reason")
    func dismissed() async throws {
        let stage = try Stage()
        let event = Sample.event()
        var detail = event["detail"]?.object ?? [:]
        detail["title"] = "[SAMPLE] Odd."
        let sample = JSONValue.object((event.object ?? [:]).merging(["detail": .object(detail)]) { $1 })
        let response = try await stage.respond(sample)
        let story = try #require(try await Self.stories(response.findingID ?? "", stage).first)
        #expect(story.rule == nil && story.outcome == .ignored)
        #expect(story.lines.map(\.cause) == [.event, .outcome])
        #expect(story.lines.last?.words.contains("sample") == true)
    }

    @Test("a hold names the guard, an exception the tag, an undo the person")
    func causes() async throws {
        let admission = Admission(
            key: "k", generation: 2, rule: "r", playbook: "p", source: "guardduty", findingID: "f", findingType: "t",
            findingUpdatedAt: nil, account: "111122223333", region: "eu-west-1", resource: "i-0123456789abcdef0",
            actions: ["a"])
        let judgement = ExceptionJudgement(.exempt, actions: ["a"], why: "It carries the tag.")
        let records: [Record] = [
            .received(Received(event: "no event", sha256: "", source: "sweep")), .admitted(admission),
            .exceptionJudged(judgement),
            .planned(
                Planned(
                    phase: .contain, account: "111122223333", plans: [], reasons: [:], hash: "",
                    held: Hold(cause: "budget a", why: "Too often."))),
            .undoRequested(by: "anna", isForced: false), .undone,
        ]
        let entries = try records.enumerated().map { index, record in
            try Entry(
                record, sequence: index + 1, execution: "e", time: "2026-03-01T10:00:0\(index)Z", previous: Entry.origin
            )
        }
        let story = Story("e", entries)
        #expect(story.lines.map(\.cause) == [.event, .rule, .exception, .guardrail, .person, .outcome])
        #expect(story.lines.map(\.by) == ["sweep", "r", nil, "budget a", "anna", "undone"])
        #expect(story.lines[1].words.contains("2. time"))
        #expect(story.lines[3].words == "Too often.")
        #expect(story.lines[5].time == "2026-03-01T10:00:05Z")
    }
}
