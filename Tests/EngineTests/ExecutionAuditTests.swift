import ActionKit
import JSON
import Testing

@testable import Engine

/// An audit is clean of what the engine writes, and names each promise when its record is taken away or put elsewhere.
@Suite struct ExecutionAuditTests {
    private func entries(of id: String, in stage: Stage) async throws -> [Entry] {
        try await stage.journal.entries(of: id)
    }

    /// A response from event to archive, and its undo.
    private func whole() async throws -> (id: String, entries: [Entry]) {
        let stage = try Stage()
        let response = try await stage.respond()
        let ending = try await stage.undoer().undo(response.execution, by: "anna", isForced: false)
        guard case .undone = ending else { throw Missing(what: "an undo, but: \(ending)") }
        return (response.execution, try await entries(of: response.execution, in: stage))
    }

    private func promises(_ id: String, _ entries: [Entry]) -> Set<Breach.Promise> {
        Set(ExecutionAudit(id, entries).breaches.map(\.promise))
    }

    @Test("what the engine writes breaks no promise")
    func clean() async throws {
        let (id, entries) = try await whole()
        #expect(ExecutionAudit(id, entries).breaches.isEmpty)
        for length in entries.indices {
            #expect(ExecutionAudit(id, Array(entries.prefix(length))).breaches.isEmpty, "after \(length) entries")
        }
    }

    @Test(
        "a record that is missing breaks the promise that it keeps",
        arguments: [
            ("intent", Breach.Promise.intentFirst), ("planned", .planOnly), ("received", .endsOnce),
            ("undo-observed", .undoneMeansBack),
        ])
    func missing(kind: String, promise: Breach.Promise) async throws {
        let (id, entries) = try await whole()
        #expect(promises(id, entries.filter { $0.record.kind != kind }).contains(promise))
    }

    @Test("an observation that is missing makes \"contained\" a lie")
    func notDone() async throws {
        let (id, entries) = try await whole()
        let kept = entries.filter { entry in
            guard case .observed(let observation) = entry.record else { return true }
            return observation.step.phase != .contain
        }
        #expect(promises(id, kept).contains(.containedMeansDone))
    }

    @Test("an archive before people were told, or without containment, is named")
    func archive() async throws {
        let (id, entries) = try await whole()
        let untold = entries.filter { entry in
            switch entry.record {
            case .observed(let observation): observation.step.phase != .notify
            default: true
            }
        }
        #expect(promises(id, untold).contains(.archivedMeansTold))
        let unproven = entries.filter { $0.record.kind != "concluded" }
        #expect(promises(id, unproven).contains(.archivedMeansTold))
    }

    @Test("a change after the end, after the outcome or after an undo is named")
    func after() async throws {
        let (id, entries) = try await whole()
        let intent = try #require(entries.first { $0.record.kind == "intent" })
        let closed = try #require(entries.firstIndex { $0.record.kind == "closed" })
        let concluded = try #require(entries.firstIndex { $0.record.kind == "concluded" })
        func inserting(at place: Int) -> [Entry] { Array(entries[..<place]) + [intent] + entries[place...] }
        #expect(promises(id, inserting(at: closed + 1)).contains(.endsOnce))
        #expect(promises(id, inserting(at: concluded + 1)).contains(.handsOff))
        #expect(promises(id, entries + [intent]).contains(.undoneMeansBack))
        #expect(promises(id, entries + [entries[closed]]).contains(.endsOnce))
        #expect(promises(id, entries + [entries[0]]).contains(.endsOnce))
    }

    @Test("a change by an action that an approved exception covers is named; the last judgement counts")
    func excepted() async throws {
        let (id, entries) = try await whole()
        func inserting(_ verdicts: ExceptionJudgement.Verdict...) throws -> Set<Breach.Promise> {
            let judged = try verdicts.map { verdict in
                let actions = ["test.isolate", "test.mark"]
                return try Entry(
                    .exceptionJudged(ExceptionJudgement(verdict, actions: actions, why: "w")), sequence: 3,
                    execution: id, time: "2026-03-01T10:00:00Z", previous: Entry.origin)
            }
            let place = try #require(entries.firstIndex { $0.record.kind == "planned" })
            return promises(id, Array(entries[..<place]) + judged + entries[place...])
        }
        #expect(try inserting(.exempt).contains(.handsOff))
        #expect(try !inserting(.exempt, .invalid).contains(.handsOff))
        #expect(try inserting(.invalid).isEmpty)
    }

    @Test("what a budget holds, and its evidence, break no promise")
    func held() async throws {
        let stage = try Stage(["test.keep"], guardrails: "guardrails: { limits: { test.keep: 1/hour/account } }\n")
        _ = try await stage.respond()
        await stage.aws.change { $0 = FakeAWS.State() }
        let other = String(repeating: "a", count: 32)
        var live = Sample.liveFinding.object ?? [:]
        live["Id"] = .string(other)
        await stage.aws.setFinding(.object(live))
        let response = try await stage.respond(Sample.event(finding: other))
        #expect(response.conclusion.outcome == .held && !response.steps.isEmpty)
        #expect(try await JournalAudit(stage.journal).report().isClean)
    }

    @Test("a change in a phase that the kill switch has ended is named")
    func halted() async throws {
        let (id, entries) = try await whole()
        let intent = try #require(entries.firstIndex { $0.record.kind == "intent" })
        guard case .intent(let step, _) = entries[intent].record else { throw Missing(what: "an intent") }
        let halt = try Entry(
            .stepHalted(step: step, why: "w"), sequence: 1, execution: id, time: entries[intent].time,
            previous: Entry.origin)
        #expect(promises(id, Array(entries[..<intent]) + [halt] + entries[intent...]).contains(.haltedMeansStopped))
    }

    @Test("plans that are not those of their hash, or are made anew too late, are named")
    func plans() async throws {
        let (id, entries) = try await whole()
        let place = try #require(entries.firstIndex { $0.record.kind == "planned" })
        guard case .planned(let planned) = entries[place].record else { throw Missing(what: "a plan") }
        let other = Planned(
            phase: planned.phase, account: planned.account, plans: [], reasons: planned.reasons, hash: planned.hash)
        var changed = entries
        changed[place] = try Entry(
            .planned(other), sequence: entries[place].sequence, execution: id, time: entries[place].time,
            previous: entries[place].previous)
        #expect(promises(id, changed).isSuperset(of: [.planFrozen, .planOnly]))
        let intent = try #require(entries.firstIndex { $0.record.kind == "intent" })
        let late = Array(entries[...intent]) + [entries[place]] + entries[(intent + 1)...]
        #expect(promises(id, late).contains(.planFrozen))
    }

    /// A plan that waits, is approved by two people after it has changed once, is applied, and taken back.
    private func approved() async throws -> (id: String, entries: [Entry]) {
        let stage = try Stage(approval: "{ people: 2 }")
        let id = try await stage.respond().execution
        for change in ["shared", nil] {
            let plan = try await stage.desk(People.alice).paper(id).approval.plan
            for person in [People.alice, People.bob] {
                _ = try await stage.desk(person).approve(id, plan: plan, method: "test")
            }
            await stage.aws.change { if let change { $0.tags[Sample.instance]?["state"] = change } }
            _ = try await stage.responder().apply(id)
        }
        let ending = try await stage.undoer().undo(id, by: "anna", isForced: false)
        guard case .undone = ending else { throw Missing(what: "an undo, but: \(ending)") }
        return (id, try await entries(of: id, in: stage))
    }

    @Test("what people approve, and what they do not, breaks no promise")
    func cleanApprovals() async throws {
        let (id, entries) = try await approved()
        #expect(ExecutionAudit(id, entries).breaches == [])
        let stage = try Stage(approval: "{ expires: 5m }")
        let expired = try await stage.respond().execution
        stage.clock.advance(300)
        _ = try await stage.responder().expireApprovals()
        #expect(ExecutionAudit(expired, try await stage.journal.entries(of: expired)).breaches == [])
        let other = try Stage(approval: "required")
        let declined = try await other.respond().execution
        let plan = try await other.desk(People.bob).paper(declined).approval.plan
        _ = try await other.desk(People.bob).decline(declined, plan: plan, why: "No.")
        #expect(ExecutionAudit(declined, try await other.journal.entries(of: declined)).breaches == [])
    }

    @Test("without each approval, or without asking, the plan must not have been frozen")
    func unapproved() async throws {
        let (id, entries) = try await approved()
        let approvals = entries.filter { $0.record.kind == "approved" }
        #expect(approvals.count == 4)
        for approval in approvals {
            #expect(promises(id, entries.filter { $0 != approval }).contains(.approvedFirst))
        }
        #expect(promises(id, entries.filter { $0.record.kind != "approval-requested" }).contains(.approvedFirst))
    }
}
