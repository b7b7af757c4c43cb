import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct RecordTests {
    private static let conflict = UndoConflict(
        step: Records.first, sentence: "s", before: ["a"], left: ["b"], live: nil)

    private static let judgement = ExceptionJudgement(
        .invalid, actions: ["a"], record: Approved.instance, expires: Approved.until, flaw: .expired, why: "w")

    private static let records: [(Record, kind: String)] = [
        (Records.received, "received"), (Records.admitted, "admitted"), (.confirmed(evidence: ["a": 1]), "confirmed"),
        (Records.contain, "planned"),
        (Records.planned(.notify, [], reasons: ["a": Decision.Reason(.held, "w")]), "planned"),
        (Records.intent(Records.first), "intent"), (Records.done(Records.first, outputs: ["a": ["b"]]), "observed"),
        (Records.failed(Records.first), "step-failed"),
        (.stepHalted(step: Records.first, why: "w"), "step-halted"), (.halted(by: "p", reason: "r"), "halted"),
        (.halted(by: "p", reason: nil), "halted"), (.resumed(by: "p"), "resumed"), (.serviceBegun, "service-begun"),
        (.backlogReleased(by: "p"), "backlog-released"), (.gathered(Records.gathered("e", "c")), "gathered"),
        (Records.held, "planned"), (Records.concluded(.contained), "concluded"),
        (.closed, "closed"), (.undoRequested(by: "p", isForced: true), "undo-requested"),
        (.undoIntent(step: Records.first), "undo-intent"),
        (.undoObserved(step: Records.first, now: .null, note: nil), "undo-observed"),
        (.undoRefused(conflicts: [conflict]), "undo-refused"),
        (.undoFailed(step: Records.first, why: "w"), "undo-failed"), (.undone, "undone"),
        (.approvalRequested(Approvals.request()), "approval-requested"),
        (.approved(Approvals.consent(People.alice)), "approved"),
        (.declined(Refusal(by: People.bob, plan: Approvals.hash, why: "w")), "declined"),
        (.approvalExpired(plan: Approvals.hash), "approval-expired"),
        (.applyRequested(ApplyRequest(by: People.alice, plan: Approvals.hash)), "apply-requested"),
        (.exceptionJudged(judgement), "exception-judged"), (.settled(Settled(check: 30)), "settled"),
        (.drifted(Drift(check: 300, differences: ["d"], steps: [Records.first])), "drifted"),
        (
            .drifted(Drift(check: 30, differences: ["d"], withheld: Conclusion(.held, "w"), mayPass: true)), "drifted"
        ),
        (.exceptionApproved(Approved.instance, by: "p"), "exception-approved"),
        (.exceptionRevoked(id: "JIRA-1", why: "w", by: "p"), "exception-revoked"),
    ]

    @Test("plans that were written before guards held any are read")
    func earlier() throws {
        let text = #"{"planned":{"_0":{"account":"a","hash":"h","phase":"contain","plans":[],"reasons":{}}}}"#
        guard case .planned(let planned) = try Canonical.value(Record.self, from: text) else {
            Issue.record("not planned")
            return
        }
        #expect(planned.held == nil && planned.subject == nil)
    }

    @Test("every record survives the journal and has its word", arguments: records)
    func survives(_ record: Record, _ kind: String) throws {
        let text = try Canonical.text(record)
        #expect(try Canonical.value(Record.self, from: text) == record)
        #expect(record.kind == kind)
    }
}
