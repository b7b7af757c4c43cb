import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct ResponderTests {
    @Test("contains, tells people and archives, in this order")
    func whole() async throws {
        let stage = try Stage()
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .contained)
        #expect(response.conclusion.residualRisk == ["Sessions last."])
        #expect(await stage.aws.state.tags[Sample.instance]?["state"] == "isolated")
        #expect(await stage.aws.state.tags[Sample.instance]?["group"] == "sg-1")
        let writes = await stage.aws.writes.map(\.operation)
        #expect(
            writes == [
                EC2.createSecurityGroup.id, EC2.createTags.id, EC2.createTags.id, SNS.publish.id,
                GuardDuty.archiveFindings.id,
            ])
        #expect(await stage.aws.published.first?.hasPrefix("contained: 3 of 3 steps hold") ?? false)
        #expect(await stage.aws.complaints.isEmpty)
        #expect(try await stage.journal.verify().firstBroken == nil)
    }

    @Test("invariant 3: the plan, with every way back, stands before the first call and is not replaced after it")
    func frozen() async throws {
        let stage = try Stage()
        let id = try await stage.respond().execution
        let records = try await stage.journal.entries(of: id).map(\.record)
        let first = try #require(records.firstIndex { $0.kind == "intent" })
        let plans = records.indices.filter { index in
            guard case .planned(let planned) = records[index] else { return false }
            return planned.phase == .contain
        }
        #expect(plans.count == 1)
        #expect(plans.allSatisfy { $0 < first })
        let execution = Execution(id: id, replaying: records[..<first])
        #expect(execution.steps(of: .contain).compactMap { execution.step($0)?.undo }.count == 3)
        #expect(execution.planned[.contain] == (try await stage.execution(id)).planned[.contain])
    }

    @Test("sessions carry the execution's id and a policy, always")
    func sessions() async throws {
        let stage = try Stage()
        let id = try await stage.respond().execution
        #expect(await stage.aws.sessions.allSatisfy { $0.execution == id && $0.policy != nil })
        #expect(id.utf8.count == 16)
    }

    private static let recorded: [(event: [UInt8], outcome: Outcome)] = [
        (Sample.bytes(Sample.event(title: "[SAMPLE] Odd.")), .ignored), (Array("no JSON".utf8), .rejected),
        (Array("{}".utf8), .rejected), ([0xFF, 0xFE], .rejected), ([], .rejected),
        (Sample.bytes(Sample.config()), .ignored),
    ]

    @Test("invariant 6: an event without a response is kept, with its reason and an end, once", arguments: recorded)
    func recordOnly(_ event: [UInt8], _ outcome: Outcome) async throws {
        let stage = try Stage()
        for _ in 1...2 {
            let response = try await stage.first(stage.responder().respond(to: event))
            #expect(response.conclusion.outcome == outcome)
            #expect(!response.conclusion.why.isEmpty)
        }
        let ids = try await stage.journal.executions(newest: 10)
        #expect(ids.count == 1)
        let execution = try await stage.execution(ids.first ?? "")
        #expect(execution.conclusion?.outcome == outcome)
        #expect(execution.isClosed)
        #expect(execution.event == String(decoding: event, as: UTF8.self))
        #expect(await stage.aws.calls.isEmpty)
    }

    @Test("two rules that match make two executions")
    func twoRules() async throws {
        let stage = try Stage(
            ["test.isolate"], more: Stage.rule("mark", ["test.mark"], "{ source: [aws.guardduty] }"))
        let responses = try await stage.responder().respond(to: Sample.bytes(Sample.event()))
        #expect(responses.map(\.rule) == ["contain", "mark"])
        #expect(responses.map(\.conclusion.outcome) == [.contained, .contained])
        #expect(Set(responses.map(\.execution)).count == 2)
        #expect(await stage.aws.state.tags[Sample.instance]?["mark"] == "bad")
    }

    @Test("invariant 8: replays and other deliveries of a finding change nothing more")
    func replays() async throws {
        let stage = try Stage()
        let first = try await stage.respond()
        let state = await stage.aws.state
        let writes = await stage.aws.writes.count
        for event in [
            Sample.event(), Sample.event(id: "another-delivery"), Sample.event(updatedAt: "2026-03-01T12:00:00Z"),
        ] {
            let again = try await stage.respond(event)
            #expect(again.conclusion.outcome == .duplicate)
            #expect(again.execution == first.execution)
        }
        #expect(await stage.aws.state == state)
        #expect(await stage.aws.writes.count == writes)
    }

    @Test(
        "invariant 8: any order of two findings leaves the same resource",
        arguments: [[0, 1, 0], [1, 0, 1], [1, 1, 0]])
    func order(_ order: [Int]) async throws {
        let stage = try Stage(["test.isolate"])
        let other = "26afba5c5c43e07c9e3e5e2e544e95df"
        for index in order {
            let id = index == 0 ? Sample.finding : other
            var live = Sample.liveFinding.object ?? [:]
            live["Id"] = .string(id)
            await stage.aws.setFinding(.object(live))
            _ = try await stage.respond(Sample.event(finding: id))
        }
        #expect(await stage.aws.state.tags[Sample.instance]?["state"] == "isolated")
        #expect(await stage.aws.state.groups.count == 1)
        #expect(await stage.aws.changes.count == 3)
    }

    @Test("invariant 1: without a journal nothing is called in AWS")
    func noJournal() async throws {
        let stage = try Stage()
        for limit in 1...3 {
            let journal = FaultyJournal(stage.journal, stoppingAt: limit)
            await #expect(throws: JournalError.self) {
                _ = try await stage.responder(journal: journal).respond(to: Sample.bytes(Sample.event()))
            }
            #expect(await stage.aws.calls.isEmpty)
        }
    }

    @Test("invariant 7: while another process works on an execution this one leaves it alone")
    func leased() async throws {
        let stage = try Stage()
        let dying = FaultyJournal(stage.journal, stoppingAt: 12)
        await #expect(throws: JournalError.self) {
            _ = try await stage.responder(journal: dying, owner: "dying").respond(to: Sample.bytes(Sample.event()))
        }
        let calls = await stage.aws.calls.count
        let early = try await stage.respond()
        #expect(early.conclusion.outcome == .duplicate)
        #expect(await stage.aws.calls.count == calls)
        stage.clock.advance(Responder.lease + 1)
        #expect(try await stage.respond().conclusion.outcome == .contained)
    }

    @Test("a worker that has lost its lease stops before its next change")
    func zombie() async throws {
        let stage = try Stage()
        let (clock, journal) = (stage.clock, stage.journal)
        await stage.aws.setLag(3)
        let thief = Stage.owner("thief")
        // While the first write is read back, the lease runs out and another owner takes it.
        let steal = EngineClock(
            now: { clock.now },
            sleep: { _ in
                clock.advance(Responder.lease + 1)
                guard let id = try await journal.executions(newest: 1).first else { return }
                _ = try await journal.claim(id, by: thief, until: clock.now + 1_000, now: clock.now)
            })
        let responder = Responder(
            playbook: stage.playbook, catalog: Stage.catalog, journal: journal, access: stage.aws, clock: steal,
            settings: Settings(topic: Stage.topic, protected: [], owner: Stage.owner("a")))
        let error = await #expect(throws: JournalError.self) {
            _ = try await responder.respond(to: Sample.bytes(Sample.event()))
        }
        #expect(error?.description.contains("taken over") ?? false)
        #expect(await stage.aws.changes.count == 2, "the group, and the tag whose effect was waited for")
    }
}
