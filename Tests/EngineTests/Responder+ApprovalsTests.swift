import AWSClient
import ActionKit
import JSON
import Playbook
import Testing

@testable import Engine

@Suite struct ResponderApprovalsTests {
    private func held(_ approval: String = "required") async throws -> (Stage, Response) {
        let stage = try Stage(["test.isolate", "test.archive", "test.notify"], approval: approval)
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .held)
        return (stage, response)
    }

    private func approve(_ stage: Stage, _ id: String, by person: Identity = People.alice) async throws {
        let plan = try await stage.desk(person).paper(id).approval.plan
        _ = try await stage.desk(person).approve(id, plan: String(plan.prefix(8)), method: "test")
    }

    private func objection(
        _ body: () async throws -> Void
    ) async throws -> Approval.Objection.Kind? {
        do {
            try await body()
            return nil
        } catch let objection as Approval.Objection {
            return objection.kind
        }
    }

    @Test("nothing is changed before people approve, and they are told what waits")
    func holds() async throws {
        let (stage, response) = try await held()
        #expect(await stage.aws.changes.isEmpty)
        let execution = try await stage.execution(response.execution)
        #expect(execution.isClosed && execution.planned[.contain] == nil && !response.isUndoable)
        #expect(try await stage.journal.planned(since: "2020-01-01T00:00:00Z").isEmpty, "it takes no room of a limit")
        #expect(execution.report?.approval?.steps.count == 3)
        #expect(await stage.aws.published.count == 1)
        #expect(execution.approval?.request.requester == People.engine)
    }

    @Test("exactly the approved plan is applied, once")
    func applies() async throws {
        let (stage, response) = try await held()
        let id = response.execution
        #expect(try await objection { _ = try await stage.responder().apply(id) } == .notApproved)
        try await approve(stage, id)
        #expect(await stage.aws.changes.isEmpty, "an approval alone changes nothing")
        let applied = try await stage.responder().apply(id)
        #expect(applied.conclusion.outcome == .contained && applied.execution == id && applied.isUndoable)
        let execution = try await stage.execution(id)
        #expect(execution.planned[.contain]?.hash == execution.approval?.plan)
        #expect(await stage.aws.state.isArchived)
        #expect(await stage.aws.complaints.isEmpty)
        let calls = await stage.aws.changes.count
        #expect(try await objection { _ = try await stage.responder().apply(id) } == .used)
        #expect(try await objection { try await approve(stage, id, by: People.bob) } == .used)
        #expect(await stage.aws.changes.count == calls)
        let undone = try await stage.undoer().undo(id, by: "p", isForced: false)
        guard case .undone = undone else { throw Missing(what: "an undo") }
        #expect(
            await stage.aws.state
                == {
                    var state = FakeAWS.State(); state.groups = ["quell-\(id)": "sg-1"]; return state
                }())
    }

    @Test("where something has changed meanwhile nothing is done, and people are asked again")
    func changed() async throws {
        let (stage, response) = try await held()
        let id = response.execution
        try await approve(stage, id)
        let first = try await stage.desk(People.alice).paper(id).approval.plan
        await stage.aws.change { $0.tags[Sample.instance]?["state"] = "shared" }
        let refused = try await stage.responder().apply(id)
        #expect(refused.conclusion.outcome == .held && refused.conclusion.why.contains("has changed"))
        #expect(await stage.aws.changes.isEmpty)
        let paper = try await stage.desk(People.alice).paper(id)
        #expect(paper.state == .waiting && paper.approval.plan != first && paper.approval.consents.isEmpty)
        let change = try #require(paper.approval.request.changes.first)
        #expect(change.before == ["open"] && change.approved == ["isolated"] && change.now == ["shared"])
        #expect(await stage.aws.published.count == 2)
        #expect(try await objection { _ = try await stage.responder().apply(id) } == .notApproved)
        try await approve(stage, id)
        #expect(try await stage.responder().apply(id).conclusion.outcome == .contained)
    }

    @Test("an exception that came meanwhile ends it")
    func exempt() async throws {
        let (stage, response) = try await held()
        try await approve(stage, response.execution)
        await stage.aws.change { $0.tags[Sample.instance]?["SecurityException"] = "yes" }
        let ended = try await stage.responder().apply(response.execution)
        #expect(ended.conclusion.outcome == .exempt)
        #expect(await stage.aws.changes.isEmpty)
    }

    @Test("a finding that is gone, and a guard that cannot be read, keep the plan from being applied")
    func unconfirmed() async throws {
        let (stage, response) = try await held()
        try await approve(stage, response.execution)
        await stage.aws.failAlways(EC2.describeInstances, .refused(.accessDenied))
        #expect(try await stage.responder().apply(response.execution).conclusion.outcome == .held)
        await stage.aws.recover()
        await stage.aws.setFinding(["Id": "other"])
        #expect(try await stage.responder().apply(response.execution).conclusion.outcome == .notConfirmed)
        #expect(await stage.aws.changes.isEmpty)
        await stage.aws.setFinding(Sample.liveFinding)
        #expect(try await stage.responder().apply(response.execution).conclusion.outcome == .contained)
    }

    @Test("the kill switch keeps an approved plan from being applied until it is lifted")
    func halted() async throws {
        let (stage, response) = try await held()
        try await approve(stage, response.execution)
        let halted = try await stage.responder(halted: { "Stop." }).apply(response.execution)
        #expect(halted.conclusion.outcome == .held)
        #expect(await stage.aws.changes.isEmpty)
        #expect(try await stage.respond().conclusion.outcome == .duplicate)
        #expect(try await stage.responder().apply(response.execution).conclusion.outcome == .contained)
        let entries = try await stage.journal.entries(of: response.execution)
        #expect(ExecutionAudit(response.execution, entries).breaches == [])
    }

    @Test("a budget that is used up meanwhile holds an approved plan too")
    func budget() async throws {
        let stage = try Stage(
            guardrails: "guardrails: { limits: { test.isolate: 1/hour/account } }\n", approval: "required")
        let id = try await stage.respond().execution
        try await approve(stage, id)
        let free = try Stage(
            guardrails: "guardrails: { limits: { test.isolate: 1/hour/account } }\n", approval: nil)
        let other = Responder(
            playbook: free.playbook, catalog: Stage.catalog, journal: stage.journal, access: stage.aws,
            clock: stage.clock.engine, settings: stage.responder(isAgain: true).settings)
        let first = try await stage.first(other.respond(to: Sample.bytes(Sample.event())))
        #expect(first.conclusion.outcome == .contained && first.execution != id)
        // Somebody takes all of it off.
        await stage.aws.change {
            $0.tags[Sample.instance]?["state"] = "open"
            $0.tags[Sample.instance]?["group"] = nil
            $0.groups = [:]
        }
        let changes = await stage.aws.changes.count
        let held = try await stage.responder().apply(id).conclusion
        #expect(held.outcome == .held && held.why.contains("budget"), "\(held.why)")
        #expect(await stage.aws.changes.count == changes)
        stage.clock.advance(3_700)
        let applied = try await stage.responder().apply(id).conclusion
        #expect(applied.outcome == .contained, "\(applied.why)")
    }

    @Test("who has asked cannot approve, and two people are two")
    func people() async throws {
        let stage = try Stage(approval: "{ people: 2 }")
        let responder = stage.responder(by: People.alice)
        let id = try await stage.first(responder.respond(to: Sample.bytes(Sample.event()))).execution
        #expect(try await objection { try await approve(stage, id, by: People.alice) } == .requester)
        #expect(try await objection { try await approve(stage, id, by: People.session("alice")) } == .requester)
        try await approve(stage, id, by: People.bob)
        #expect(try await objection { try await approve(stage, id, by: People.session("bob")) } == .again)
        #expect(try await objection { _ = try await stage.responder().apply(id) } == .notApproved)
        try await approve(stage, id, by: People.user("carol"))
        #expect(try await stage.responder().apply(id).conclusion.outcome == .contained)
    }

    @Test("a declined plan is not applied, and not made again for the same news")
    func declines() async throws {
        let (stage, response) = try await held()
        let id = response.execution
        let plan = try await stage.desk(People.bob).paper(id).approval.plan
        let paper = try await stage.desk(People.bob).decline(id, plan: plan, why: "A load test.")
        #expect(paper.state == .declined)
        #expect(try await stage.execution(id).conclusion?.outcome == .declined)
        #expect(try await objection { try await approve(stage, id) } == .declined)
        #expect(try await objection { _ = try await stage.responder().apply(id) } == .declined)
        #expect(try await stage.respond().conclusion.outcome == .duplicate)
        let news = try await stage.respond(Sample.event(updatedAt: "2026-03-01T11:00:00.000Z"))
        #expect(news.conclusion.outcome == .held && news.execution != id)
        #expect(await stage.aws.changes.isEmpty)
    }

    @Test("a plan that waits is not made again when the finding is repeated")
    func repeats() async throws {
        let (stage, response) = try await held()
        let again = try await stage.respond(Sample.event(updatedAt: "2026-03-01T11:00:00.000Z"))
        #expect(again.conclusion.outcome == .duplicate && again.execution == response.execution)
        try await approve(stage, response.execution)
        #expect(try await stage.respond().conclusion.why.contains("is approved"))
        stage.clock.advance(86_401)
        #expect(try await stage.respond().execution != response.execution)
    }

    @Test("nobody approves or applies after the time, and those named for that are told once")
    func expires() async throws {
        let topic = "arn:aws:sns:eu-west-1:999988887777:chiefs"
        let (stage, response) = try await held("{ expires: 4h, escalate: \"\(topic)\" }")
        let id = response.execution
        #expect(try await stage.responder().expireApprovals().isEmpty)
        stage.clock.advance(4 * 3_600)
        #expect(try await objection { try await approve(stage, id) } == .expired)
        let expired = try await stage.responder().expireApprovals()
        #expect(expired.map(\.execution) == [id] && expired.first?.conclusion.outcome == .held)
        #expect(expired.first?.conclusion.why.contains("Nobody has approved") ?? false)
        let topics = await stage.aws.writes.filter { $0.operation == SNS.publish.id }.map { $0.input["TopicArn"] }
        #expect(topics == [.string(Stage.topic), .string(topic)])
        #expect(try await stage.responder().expireApprovals().isEmpty)
        #expect(try await objection { _ = try await stage.responder().apply(id) } == .expired)
        #expect(await stage.aws.changes.isEmpty)
    }

    @Test("what is approved and not applied in time is told as well; what was applied is not")
    func approvedExpires() async throws {
        let (stage, response) = try await held("{ expires: 5m }")
        try await approve(stage, response.execution)
        stage.clock.advance(300)
        #expect(try await stage.responder().expireApprovals().count == 1)
        let (other, done) = try await held("{ expires: 5m }")
        try await approve(other, done.execution)
        _ = try await other.responder().apply(done.execution)
        other.clock.advance(300)
        #expect(try await other.responder().expireApprovals().isEmpty)
    }

    @Test("a crash at any point of telling that the time is over is made up for")
    func crashesExpiring() async throws {
        for stop in 1... {
            let (stage, response) = try await held("{ expires: 5m }")
            stage.clock.advance(300)
            let faulty = FaultyJournal(stage.journal, stoppingAt: stop, isLost: stop.isMultiple(of: 2))
            var isReached = false
            do {
                _ = try await stage.responder(journal: faulty).expireApprovals()
            } catch is JournalError {
                isReached = true
            }
            let responder = stage.responder()
            _ = try await responder.expireApprovals()
            #expect(try await responder.expireApprovals().isEmpty)
            let execution = try await stage.execution(response.execution)
            #expect(execution.isClosed && execution.conclusion?.outcome == .held)
            #expect(execution.conclusion?.why.contains("Nobody has approved") ?? false)
            #expect(await stage.aws.published.contains { $0.contains("Nobody has approved") })
            guard isReached else { return #expect(stop > 8) }
        }
    }

    @Test("without knowing who asks, nothing is asked and nothing changed")
    func unknownRequester() async throws {
        let stage = try Stage(approval: "required")
        let responder = Responder(
            playbook: stage.playbook, catalog: Stage.catalog, journal: stage.journal, access: stage.aws,
            clock: stage.clock.engine,
            settings: Settings(topic: Stage.topic, protected: [], owner: Stage.owner("a")))
        let response = try await stage.first(responder.respond(to: Sample.bytes(Sample.event())))
        #expect(response.conclusion.outcome == .failed)
        #expect(await stage.aws.changes.isEmpty)
        #expect(try await stage.respond().conclusion.outcome == .held, "the same event asks again")
    }

    @Test("a rule that is gone from the playbook applies nothing")
    func forgotten() async throws {
        let (stage, response) = try await held()
        try await approve(stage, response.execution)
        let responder = Responder(
            playbook: .empty, catalog: Stage.catalog, journal: stage.journal, access: stage.aws,
            clock: stage.clock.engine, settings: stage.responder().settings)
        #expect(try await responder.apply(response.execution).conclusion.outcome == .notApplicable)
        #expect(await stage.aws.changes.isEmpty)
    }

    @Test("a crash at any point of applying leads to the same end, and the plan is applied once")
    func crashes() async throws {
        for stop in 1... {
            let (stage, response) = try await held()
            try await approve(stage, response.execution)
            var isReached = false
            for isLost in [false, true] {
                let faulty = FaultyJournal(stage.journal, stoppingAt: stop, isLost: isLost)
                do {
                    _ = try await stage.responder(journal: faulty).apply(response.execution)
                } catch is JournalError {
                    isReached = true
                } catch is Approval.Objection {}
            }
            do {
                #expect(try await stage.responder().apply(response.execution).conclusion.outcome == .contained)
            } catch let objection as Approval.Objection {
                #expect(objection.kind == .used)
            }
            #expect(try await stage.execution(response.execution).conclusion?.outcome == .contained)
            #expect(await stage.aws.state.tags[Sample.instance]?["state"] == "isolated")
            #expect(await stage.aws.complaints.isEmpty)
            #expect(await stage.aws.changes.count == 4)
            guard isReached else { return #expect(stop > 15) }
        }
    }

    @Test("a crash at any point of asking leads to one request, and to no change")
    func crashesAsking() async throws {
        for stop in 1... {
            let stage = try Stage(approval: "required")
            let faulty = FaultyJournal(stage.journal, stoppingAt: stop, isLost: stop.isMultiple(of: 2))
            var isReached = false
            do {
                _ = try await stage.first(stage.responder(journal: faulty).respond(to: Sample.bytes(Sample.event())))
            } catch is JournalError {
                isReached = true
            }
            _ = try await stage.respond()
            let papers = try await stage.desk(People.alice).papers()
            #expect(papers.map(\.state) == [.waiting])
            #expect(papers.first?.execution.conclusion?.outcome == .held)
            #expect(papers.first?.execution.isClosed ?? false)
            #expect(await stage.aws.changes.isEmpty)
            #expect(await !stage.aws.published.isEmpty)
            guard isReached else { return #expect(stop > 8) }
        }
    }
}
