package import ActionKit
package import JSON

/// One response to one finding under one rule, rebuilt from its records: what is known, and what comes next.
///
/// Pure: the driver performs `next`, writes what happened, and gives the record back.
package struct Execution: Hashable, Sendable {
    package enum Command: Hashable, Sendable {
        case confirm
        /// Ask the guards and then the actions of a phase.
        case decide(Manifest.Phase)
        /// Take a step. `isFresh` is false when a call may have been made already: look before calling.
        case apply(StepName, isFresh: Bool)
        case verify
        /// Conclude that people must approve, or have not in time.
        case hold
        /// Say in the conclusion what telling people or archiving fell short of.
        case amend(Manifest.Phase)
        case close
        case nothing
    }

    /// How far one step is.
    package enum StepState: String, Hashable, Sendable, Codable {
        case planned, intended, done, alreadyDone = "already-done", failed, undone
    }

    private enum State: Hashable {
        case received, admitted, confirmed
        case unapproved
        case inPhase(Manifest.Phase)
        case verifying
        case repairing
        case concluded
        case closed
    }

    package let id: String
    package private(set) var admission: Admission?
    package private(set) var event: String?
    /// What the source said of the finding when it was asked; nil before, and where it did not confirm it.
    package private(set) var evidence: JSONValue?
    package private(set) var planned: [Manifest.Phase: Planned] = [:]
    package private(set) var states: [StepName: StepState] = [:]
    package private(set) var failures: [StepName: String] = [:]
    package private(set) var outputs: [String: JSONValue] = [:]
    package private(set) var observed: [StepName: JSONValue] = [:]
    /// What was found of exceptions, each once.
    package private(set) var exceptions: [ExceptionJudgement] = []
    package private(set) var conclusion: Conclusion?
    /// What people say to the plan; nil when they were not asked.
    package private(set) var approval: Approval?
    package private(set) var isUndone = false
    /// Whether a person has asked to take it back and was not refused, even if that has not ended yet.
    package private(set) var isUndoBegun = false
    /// Steps whose call was made, or may have been.
    package private(set) var called: Set<StepName> = []
    /// What did not hold any more after the end, in order.
    package private(set) var drifts: [Drift] = []
    private var amended: Set<Manifest.Phase> = []
    /// Phases that the kill switch ended.
    package private(set) var halted: Set<Manifest.Phase> = []
    private var state = State.received

    package init(id: String) { self.id = id }

    /// Rebuilds an execution from the journal.
    package init(id: String, replaying records: some Sequence<Record>) {
        self.id = id
        for record in records { receive(record) }
    }

    package var isClosed: Bool { state == .closed }

    /// Whether steps that do not hold any more are being taken again.
    package var isRepairing: Bool { state == .repairing }

    package mutating func receive(_ record: Record) {
        approval?.receive(record)
        switch record {
        case .received(let received): event = received.event
        case .admitted(let admission):
            self.admission = admission
            state = .admitted
        case .confirmed(let evidence):
            self.evidence = evidence
            state = .confirmed
        case .planned(let planned):
            self.planned[planned.phase] = planned
            for step in steps(of: planned.phase) { states[step] = .planned }
            state = .inPhase(planned.phase)
        case .intent(let step, _):
            states[step] = .intended
            called.insert(step)
        case .observed(let observation):
            // What is there after a call that a crash cut short is Quell's own doing, and an undo takes it back.
            let isForeign = observation.wasDone && !called.contains(observation.step)
            states[observation.step] = isForeign ? .alreadyDone : .done
            observed[observation.step] = observation.now
            outputs.merge(observation.outputs) { $1 }
            if state == .inPhase(.contain), isFinished(.contain) { state = .verifying }
        case .stepFailed(let step, let why):
            states[step] = .failed
            failures[step] = why
            if state == .inPhase(.contain), isFinished(.contain) { state = .verifying }
        case .stepHalted(let step, let why):
            states[step] = .failed
            failures[step] = why
            halted.insert(step.phase)
            if state == .inPhase(.contain) { state = .verifying }
        case .concluded(let conclusion):
            self.conclusion = conclusion
            switch state {
            case .received, .admitted, .confirmed, .unapproved, .inPhase(.contain), .verifying, .repairing:
                state = .concluded
            case .inPhase(let phase): amended.insert(phase)
            case .concluded, .closed: break
            }
        case .closed: state = .closed
        case .undoObserved(let step, _, _): states[step] = .undone
        case .undone: (isUndone, isUndoBegun) = (true, true)
        case .undoRequested: isUndoBegun = true
        case .undoRefused: isUndoBegun = false
        case .exceptionJudged(let judgement):
            if !exceptions.contains(judgement) { exceptions.append(judgement) }
        case .drifted(let drift): reopen(after: drift)
        case .undoIntent, .undoFailed, .settled: break
        case .approvalRequested(let request):
            approval = Approval(request)
            reopen(in: .unapproved)
        case .approvalExpired: reopen(in: .unapproved)
        case .applyRequested:
            reopen(in: .admitted)
            exceptions = []
        case .declined:
            guard let approval, approval.refusal != nil else { return }
            conclusion = Conclusion(
                .declined, approval.refusalSentence,
                residualRisk: approval.request.planned.plans.flatMap(\.residualRisk))
        case .approved: break
        // Of the registers, never of an execution.
        case .halted, .resumed, .serviceBegun, .backlogReleased, .gathered, .exceptionApproved, .exceptionRevoked: break
        }
    }

    /// Whether a change of the resource was begun: then the execution is not begun anew.
    var hasTouched: Bool { called.contains { $0.phase == .contain } }

    /// Begins anew what is not about the event: nothing of the resource was changed so far.
    private mutating func reopen(in state: State) {
        self.state = state
        (planned, states, failures, amended, called, halted) = ([:], [:], [:], [], [], [])
        (outputs, observed, conclusion) = ([:], [:], nil)
    }

    /// Goes on behind the end: what does not hold any more is done again, and people are told once more.
    private mutating func reopen(after drift: Drift) {
        drifts.append(drift)
        (state, conclusion, amended, halted) = (.repairing, nil, [], [])
        planned[.notify] = nil
        for step in drift.steps where states[step] != nil {
            states[step] = .intended
            failures[step] = nil
        }
    }

    /// The next step that is taken again, whatever became of the others.
    private var nextRepair: Command? {
        guard !halted.contains(.contain) else { return nil }
        return drifts.last?.steps.first { states[$0] == .intended }.map { .apply($0, isFresh: false) }
    }

    /// What the driver does next.
    ///
    /// What a person has taken back is never carried on with. An undo that has begun may still be refused, and then the
    /// response goes on: until that is known it is not closed either.
    package var next: Command {
        if isUndoBegun { return isUndone && !isClosed ? .close : .nothing }
        return switch state {
        case .received, .closed: .nothing
        case .admitted: .confirm
        case .confirmed: .decide(.contain)
        case .inPhase(let phase): nextStep(of: phase) ?? end(of: phase)
        case .verifying: .verify
        case .repairing: nextRepair ?? .verify
        case .unapproved: .hold
        case .concluded: after(.contain)
        }
    }

    private func nextStep(of phase: Manifest.Phase) -> Command? {
        guard !isFinished(phase) else { return nil }
        for step in steps(of: phase) {
            switch states[step] {
            case .planned: return .apply(step, isFresh: true)
            case .intended: return .apply(step, isFresh: false)
            case .done, .alreadyDone, .failed, .undone, nil: continue
            }
        }
        return nil
    }

    private func end(of phase: Manifest.Phase) -> Command {
        if phase == .contain { return .verify }
        return shortfall(of: phase) == nil || amended.contains(phase) ? after(phase) : .amend(phase)
    }

    /// What telling people or archiving fell short of, in sentences; nil when nothing is missing.
    package func shortfall(of phase: Manifest.Phase) -> String? {
        let (unplanned, undone): (String, String)
        switch phase {
        case .contain: return nil
        case .notify: (unplanned, undone) = ("Nobody was told:", "Nobody was told:")
        case .archive: (unplanned, undone) = ("The finding stays open:", "The finding could not be archived:")
        case .report: (unplanned, undone) = ("The outcome is not noted:", "The outcome could not be noted:")
        }
        let held = (planned[phase]?.reasons ?? [:]).filter { $0.value.kind == .held }.sorted { $0.key < $1.key }
        let failed = steps(of: phase).filter { states[$0] == .failed }
        let sentences =
            held.map { "\(unplanned) \($0.value.why)" } + failed.map { "\(undone) \(failures[$0] ?? "unknown")" }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }

    /// The phase that follows: people are told of the outcome, a finding that is contained may be archived, and the outcome
    /// is noted where the finding came from.
    private func after(_ phase: Manifest.Phase) -> Command {
        switch phase {
        case .contain: .decide(.notify)
        case .notify where !drifts.isEmpty: .close
        case .notify: mayArchive ? .decide(.archive) : .decide(.report)
        case .archive: .decide(.report)
        case .report: .close
        }
    }

    private var mayArchive: Bool {
        guard conclusion?.outcome.provesContainment ?? false else { return false }
        let notices = steps(of: .notify)
        return !notices.isEmpty && notices.allSatisfy { states[$0] == .done || states[$0] == .alreadyDone }
    }

    /// Whether nothing more is to be done in a phase: all steps are through, or a required one failed.
    private func isFinished(_ phase: Manifest.Phase) -> Bool {
        if halted.contains(phase) { return true }
        var isThrough = true
        for plan in planned[phase]?.plans ?? [] {
            // By their places, as steps are large and copies of them would be most of the work.
            for index in plan.steps.indices {
                switch states[StepName(phase: phase, action: plan.action, step: plan.steps[index].id)] {
                case .failed where plan.steps[index].isRequired: return true
                case .done, .alreadyDone, .failed, .undone: continue
                case .planned, .intended, nil:
                    guard !failures.isEmpty else { return false }
                    isThrough = false
                }
            }
        }
        return isThrough
    }

    /// The steps of a phase in the order in which they are taken.
    package func steps(of phase: Manifest.Phase) -> [StepName] {
        (planned[phase]?.plans ?? []).flatMap { plan in
            plan.steps.map { StepName(phase: phase, action: plan.action, step: $0.id) }
        }
    }

    /// All steps, phase by phase.
    package var steps: [StepName] { Manifest.Phase.allCases.flatMap { steps(of: $0) } }

    package func step(_ name: StepName) -> Step? {
        planned[name.phase]?.plans.first { $0.action == name.action }?.steps.first { $0.id == name.step }
    }

    package func state(of step: StepName) -> StepState { states[step] ?? .planned }

    /// Whether Quell changed anything that an undo would take back, or an undo has begun and not ended.
    package var isUndoable: Bool {
        !isUndone
            && steps.contains { name in
                guard case .call? = step(name)?.undo else { return false }
                return [.done, .intended, .undone].contains(state(of: name))
            }
    }

    /// Steps that failed after their call was made: the change may have come late.
    package var doubtful: [StepName] { steps.filter { states[$0] == .failed && called.contains($0) } }
}
