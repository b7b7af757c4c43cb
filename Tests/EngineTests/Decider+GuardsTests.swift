import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct DeciderGuardsTests {
    private static let second = "26afba5c5c43e07c9e3e5e2e544e95df"

    private func stage(_ guardrails: String) throws -> Stage {
        try Stage(["test.isolate", "test.archive"], guardrails: "guardrails: \(guardrails)\n")
    }

    /// Responds to a finding of that id about the sample instance.
    private func respond(_ stage: Stage, _ finding: String, isService: Bool = false) async throws -> Response {
        var live = Sample.liveFinding.object ?? [:]
        live["Id"] = .string(finding)
        await stage.aws.setFinding(.object(live))
        return try await stage.first(
            stage.responder(isService: isService).respond(to: Sample.bytes(Sample.event(finding: finding))))
    }

    private static func id(_ number: Int) -> String {
        String(repeating: "0", count: 31 - "\(number)".count) + "f\(number)"
    }

    @Test("people are told once of what is held for one cause within an hour, and how many there were")
    func grouped() async throws {
        let stage = try stage("{ limits: { test.isolate: [1/day/account, 100/day/resource] }, repeats: 100 }")
        #expect(try await respond(stage, Self.id(0)).conclusion.outcome == .contained)
        await stage.aws.change { $0 = FakeAWS.State() }
        let told = await stage.aws.published.count
        let hour = 3_600 - stage.clock.now.truncatingRemainder(dividingBy: 3_600)
        stage.clock.advance(hour)
        for number in 1...47 {
            #expect(try await respond(stage, Self.id(number)).conclusion.outcome == .held)
            #expect(try await stage.newest().isClosed)
        }
        #expect(await stage.aws.published.count == told + 1)
        let groups = HeldTogether.groups(try await Holds(journal: stage.journal).last(hours: 1, now: stage.clock.now))
        #expect(groups.map(\.summary) == ["47 × test.isolate held, one cause"])
        stage.clock.advance(3_600)
        #expect(try await respond(stage, Self.id(48)).conclusion.why.contains("47 more were held"))
        #expect(await stage.aws.published.count == told + 2)
        #expect(await stage.aws.changes.count == 4, "only the first response changed anything")
    }

    @Test("while a budget holds, what is evidence is kept, and can be taken back")
    func preserving() async throws {
        let stage = try Stage(
            ["test.keep", "test.archive"], guardrails: "guardrails: { limits: { test.keep: 1/hour/account } }\n")
        #expect(try await respond(stage, Sample.finding).conclusion.outcome == .contained)
        await stage.aws.change { $0 = FakeAWS.State() }
        let response = try await respond(stage, Self.second)
        #expect(response.conclusion.outcome == .held)
        #expect(response.conclusion.why.contains("Done meanwhile: Set the tag kept."))
        #expect(await stage.aws.state.tags[Sample.instance]?["kept"] == response.execution)
        #expect(await stage.aws.state.tags[Sample.instance]?["state"] == "open")
        #expect(response.isUndoable)
        #expect(await stage.aws.complaints.isEmpty)
        #expect(try await stage.newest().planned[.contain]?.held?.proposed.count == 1)
    }

    @Test("evidence that cannot be kept does not keep people from being told")
    func lostEvidence() async throws {
        let stage = try Stage(["test.keep"], guardrails: "guardrails: { limits: { test.keep: 1/hour/account } }\n")
        #expect(try await respond(stage, Sample.finding).conclusion.outcome == .contained)
        await stage.aws.change { $0 = FakeAWS.State() }
        await stage.aws.failAlways(EC2.createTags, .refused(.accessDenied))
        let response = try await respond(stage, Self.second)
        #expect(response.conclusion.outcome == .held)
        #expect(response.conclusion.why.contains("Evidence could not be kept"))
    }

    @Test("of processes that found room for one more at the same time, one goes on")
    func race() async throws {
        let stage = try stage("{ limits: { test.isolate: [1/hour/account, 9/hour/resource] } }")
        // Another process wrote its plan after this one had read the journal, and before it wrote its own.
        let late = LateJournal(stage.journal, inserting: try Self.otherPlan())
        let response = try await stage.first(
            stage.responder(journal: late).respond(to: Sample.bytes(Sample.event())))
        #expect(response.conclusion.outcome == .held)
        #expect(await stage.aws.changes.isEmpty)
    }

    private static func otherPlan() throws -> Record {
        .planned(
            Planned(
                phase: .contain, account: Sample.account,
                plans: [Plan(action: "test.isolate", resource: "another", steps: [])], reasons: [:], hash: "h"))
    }

    @Test("a person who orders it again is not held by the bounds of the resource")
    func ordered() async throws {
        let stage = try stage("{ repeats: 1 }")
        #expect(try await respond(stage, Sample.finding).conclusion.outcome == .contained)
        await stage.aws.change { $0 = FakeAWS.State() }
        #expect(try await respond(stage, Self.second).conclusion.outcome == .held)
        let ordered = stage.responder(isAgain: true)
        let response = try await stage.first(ordered.respond(to: Sample.bytes(Sample.event(finding: Self.second))))
        #expect(response.conclusion.outcome == .contained)
    }

    @Test("a service that begins with an empty journal plans what is old, and holds it until a person says so")
    func backlog() async throws {
        let stage = try Stage()
        let first = try await respond(stage, Sample.finding, isService: true)
        #expect(first.conclusion.outcome == .held)
        #expect(first.conclusion.why.contains("quell resume --backlog"))
        #expect(try await stage.newest().planned[.contain]?.held?.proposed.first?.steps.count == 3)
        #expect(await stage.aws.changes.isEmpty)
        #expect(await stage.aws.published.count == 1)
        try await Backlog(journal: stage.journal).release(by: "ann", at: "2027-01-15T08:00:00Z")
        #expect(try await respond(stage, Sample.finding, isService: true).conclusion.outcome == .contained)
    }

    @Test("a preview tells what would be held, and writes nothing")
    func preview() async throws {
        let stage = try stage("{ limits: { test.isolate: [1/hour/account, 9/hour/resource] } }")
        #expect(try await respond(stage, Sample.finding).conclusion.outcome == .contained)
        await stage.aws.change { $0 = FakeAWS.State() }
        var live = Sample.liveFinding.object ?? [:]
        live["Id"] = .string(Self.second)
        await stage.aws.setFinding(.object(live))
        let entries = try await stage.journal.verify().entries
        let previews = try await stage.responder().preview(Sample.bytes(Sample.event(finding: Self.second)))
        #expect(previews.first?.conclusion?.outcome == .held)
        #expect(try await stage.journal.verify().entries == entries)
    }
}
