import AWSClient
import ActionKit

/// Holds what the journal says of one execution against what Quell promises.
///
/// It replays the entries and asks at each whether it may stand there. It trusts nothing but the chain.
package struct ExecutionAudit: Sendable {
    package private(set) var breaches: [Breach] = []
    /// The execution as its entries leave it.
    package private(set) var execution: Execution
    private var entry: Entry?
    private var intended: Set<StepName> = []
    private var hasEnded = false

    /// `entries` are those of one execution, in order.
    package init(_ id: String, _ entries: [Entry]) {
        execution = Execution(id: id)
        for entry in entries {
            self.entry = entry
            check(entry.record)
            execution.receive(entry.record)
        }
    }

    private mutating func breach(_ promise: Breach.Promise, _ why: String) {
        breaches.append(
            Breach(promise: promise, execution: execution.id, sequence: entry?.sequence ?? 0, why: why))
    }

    private mutating func check(_ record: Record) {
        checkPlace(of: record)
        switch record {
        case .planned(let planned): check(planned)
        case .intent(let step, _): checkIntent(of: step)
        case .observed(let observation):
            guard !observation.wasDone, !intended.contains(observation.step) else { return }
            breach(.intentFirst, "\(observation.step) was taken, and no intent to take it was written before.")
        case .concluded(let conclusion): check(conclusion)
        case .undone: checkUndone()
        case .drifted(let drift): check(drift)
        case .received, .admitted, .confirmed, .settled, .stepFailed, .stepHalted, .closed, .undoRequested, .undoIntent,
            .undoObserved, .undoRefused, .undoFailed, .halted, .resumed, .serviceBegun, .backlogReleased, .gathered,
            .exceptionJudged, .exceptionApproved, .exceptionRevoked:
            break
        case .approvalRequested, .approved, .declined, .approvalExpired, .applyRequested: checkDecision(record)
        }
    }

    /// Nothing stands before what was received, and only an undo behind the end.
    private mutating func checkPlace(of record: Record) {
        switch record {
        case .received:
            if execution.event != nil { breach(.endsOnce, "It was received a second time.") }
        case .undoRequested, .undoIntent, .undoObserved, .undoRefused, .undoFailed, .undone: break
        case .approved, .declined: break
        case .settled:
            if !hasEnded { breach(.endsOnce, "It was looked at again before its end.") }
        case .drifted:
            if !hasEnded { breach(.endsOnce, "It was contained again before its end.") }
            reopen()
        case .approvalExpired, .applyRequested:
            // What people have decided, or have not, goes on from an end, as long as nothing of the resource was changed.
            reopen()
        case .closed:
            if hasEnded { breach(.endsOnce, "It ends a second time.") }
            if execution.conclusion == nil, !execution.isUndoBegun {
                breach(.endsOnce, "It ends, and no outcome was written.")
            }
            hasEnded = true
        case .admitted, .confirmed, .exceptionJudged, .planned, .intent, .observed, .stepFailed, .stepHalted,
            .concluded, .halted, .resumed, .serviceBegun, .backlogReleased, .gathered, .exceptionApproved,
            .exceptionRevoked, .approvalRequested:
            if hasEnded { breach(.endsOnce, "A record \"\(record.kind)\" follows its end.") }
        }
        if execution.event == nil, record.kind != "received" {
            breach(.endsOnce, "A record \"\(record.kind)\" stands before what was received.")
        }
    }

    /// Goes on behind the end; people may be told anew.
    private mutating func reopen() {
        hasEnded = false
        intended = intended.filter { $0.phase == .contain }
    }

    /// What is done again is what was done, not too often, and not against the will of a person.
    private mutating func check(_ drift: Drift) {
        for step in drift.steps where execution.step(step) == nil { breach(.planOnly, "\(step) is in no plan.") }
        if execution.isUndoBegun { breach(.undoneMeansBack, "It was contained again after an undo had begun.") }
        let repairs = execution.drifts.filter { $0.withheld == nil }.count
        if drift.withheld == nil, repairs >= Drift.mostRepairs {
            breach(.thriceAtMost, "It was contained again \(repairs) times before.")
        }
    }

    /// What people say comes after they were asked, and before anything is changed.
    private mutating func checkDecision(_ record: Record) {
        let isChanged = intended.contains { $0.phase == .contain }
        if case .approvalRequested = record {
            if isChanged { breach(.approvedFirst, "People were asked after a change had begun.") }
            return
        }
        guard let approval = execution.approval else {
            return breach(.approvedFirst, "A record \"\(record.kind)\" stands before anybody was asked.")
        }
        guard case .applyRequested = record, approval.state(at: time) != .approved else { return }
        breach(.approvedFirst, "It was to be applied, and the plan was \(approval.state(at: time).rawValue).")
    }

    /// The entry's time in seconds since 1970; one that cannot be read is after every other.
    private var time: Double { entry.flatMap { ISO8601.parse($0.time) } ?? .infinity }

    private mutating func check(_ planned: Planned) {
        if planned.phase == .contain, planned.held == nil, let approval = execution.approval {
            let state = approval.state(at: time)
            if state != .approved || approval.plan != planned.hash {
                breach(
                    .approvedFirst,
                    "A plan was frozen, and the plan \(approval.plan.prefix(16)) that people were asked about was "
                        + "\(state == .approved ? "another one" : state.rawValue).")
            }
        }
        if let hash = try? Canonical.sha256(Canonical.text(planned.plans)), hash != planned.hash {
            breach(.planFrozen, "The plans of phase \(planned.phase.rawValue) are not those of their hash.")
        }
        if intended.contains(where: { $0.phase == planned.phase }) {
            breach(.planFrozen, "Phase \(planned.phase.rawValue) was planned anew after a change of it had begun.")
        }
    }

    private mutating func checkIntent(of step: StepName) {
        intended.insert(step)
        if execution.step(step) == nil { breach(.planOnly, "\(step) is in no plan.") }
        if execution.halted.contains(step.phase) {
            breach(.haltedMeansStopped, "\(step) was taken after the kill switch had ended its phase.")
        }
        if step.phase == .contain, execution.isRepairing, execution.drifts.last?.steps.contains(step) != true {
            breach(.thriceAtMost, "\(step) was taken again, and is not what did not hold.")
        }
        if execution.isUndoBegun { breach(.undoneMeansBack, "\(step) was taken after an undo had begun.") }
        switch step.phase {
        case .contain:
            if execution.exceptions.last(where: { $0.actions.contains(step.action) })?.verdict == .exempt {
                breach(.handsOff, "\(step) was taken although an approved exception covers it.")
            }
            guard let outcome = execution.conclusion?.outcome else { return }
            breach(.handsOff, "\(step) was taken although the outcome was \(outcome.rawValue) already.")
        case .archive:
            if execution.conclusion?.outcome.provesContainment != true {
                breach(.archivedMeansTold, "\(step) was taken although the resource was not proven to be contained.")
            }
            let notices = execution.steps(of: .notify)
            if notices.isEmpty || !notices.allSatisfy({ [.done, .alreadyDone].contains(execution.state(of: $0)) }) {
                breach(.archivedMeansTold, "\(step) was taken although nobody had been told.")
            }
        case .notify, .report: break
        }
    }

    private mutating func check(_ conclusion: Conclusion) {
        guard conclusion.outcome == .contained else { return }
        for step in execution.steps(of: .contain)
        where execution.step(step)?.isRequired == true
            && ![.done, .alreadyDone].contains(execution.state(of: step))
        {
            breach(.containedMeansDone, "It says \"contained\", and \(step) was not taken.")
        }
    }

    private mutating func checkUndone() {
        for step in execution.steps where execution.state(of: step) == .done {
            guard case .call? = execution.step(step)?.undo else { continue }
            breach(.undoneMeansBack, "It says \"undone\", and \(step) was not taken back.")
        }
    }
}
