import ActionKit

extension Story {
    /// A line that has no time yet.
    struct Draft {
        let cause: Cause
        let by: String?
        let words: String

        init(_ cause: Cause, _ by: String?, _ words: String) {
            (self.cause, self.by, self.words) = (cause, by, words)
        }

        func at(_ time: String) -> Line { Line(time: time, cause: cause, by: by, words: words) }
    }

    /// What one record says; nothing for those that only keep the books.
    static func lines(_ record: Record, _ execution: Execution) -> [Draft] {
        switch record {
        case .received(let received):
            let source = received.source.map { "It was found by the \($0)." } ?? "The event came."
            return [Draft(.event, received.source, source)]
        case .admitted(let admission):
            let again = admission.generation == 1 ? "" : " It is the \(admission.generation). time for this finding."
            return [
                Draft(
                    .rule, admission.rule,
                    "The rule matched, and asks for \(admission.actions.joined(separator: ", ")).\(again)")
            ]
        case .confirmed: return [Draft(.finding, nil, "The live finding says what the event says.")]
        case .exceptionJudged(let judgement): return [Draft(.exception, judgement.record, judgement.why)]
        case .planned(let planned): return lines(planned)
        case .intent: return []
        case .observed(let observation):
            let done = observation.wasDone ? "It was so already" : "Done"
            return [step(observation.step, done, execution)]
        case .stepFailed(let step, let why): return [Self.step(step, "Failed: \(why)", execution)]
        case .stepHalted(let step, let why): return [Draft(.guardrail, Hold.halt, "\(step) was not taken: \(why)")]
        case .concluded(let conclusion):
            return [Draft(.outcome, conclusion.outcome.rawValue, conclusion.why)]
                + conclusion.residualRisk.map { Draft(.outcome, "remains", $0) }
        case .closed, .gathered, .serviceBegun, .backlogReleased: return []
        case .settled(let settled):
            return [Draft(.watch, nil, "After \(settled.check) seconds everything still held.")]
        case .drifted(let drift):
            let again =
                drift.steps.isEmpty ? "" : " Taken again: \(drift.steps.map(\.description).joined(separator: ", "))."
            return [Draft(.watch, nil, drift.differences.joined(separator: " ") + again)]
        case .approvalRequested, .approved, .declined, .approvalExpired, .applyRequested, .undoRequested, .undoIntent,
            .undoObserved, .undoRefused, .undoFailed, .undone, .exceptionApproved, .exceptionRevoked, .halted, .resumed:
            return decisions(record, execution)
        }
    }

    private static func step(_ name: StepName, _ words: String, _ execution: Execution) -> Draft {
        let sentence = execution.step(name)?.sentence ?? ""
        let operation = execution.step(name).map { " (\($0.call.operation))" } ?? ""
        return Draft(.step, name.description, "\(words): \(sentence)\(operation)")
    }

    private static func lines(_ planned: Planned) -> [Draft] {
        let held = planned.held.map { hold in
            let actions = hold.proposed.map(\.action).joined(separator: ", ")
            return Draft(.guardrail, hold.cause, hold.why + (actions.isEmpty ? "" : " It would have been: \(actions)."))
        }
        let plans = planned.plans.map { plan in
            Draft(.action, plan.action, "Planned \(plan.steps.count) steps on \(plan.resource).")
        }
        let reasons = planned.reasons.sorted { $0.key < $1.key }.map { action, reason in
            Draft(.action, action, "Planned nothing, \(reason.kind.rawValue): \(reason.why)")
        }
        return [held].compactMap(\.self) + plans + reasons
    }

    /// What people decided, and what came of an undo.
    private static func decisions(_ record: Record, _ execution: Execution) -> [Draft] {
        switch record {
        case .approvalRequested(let request):
            let actions = request.planned.plans.map(\.action).joined(separator: ", ")
            return [
                Draft(
                    .rule, execution.admission?.rule,
                    "\(request.people) must approve the plan (\(actions)) by \(request.until).")
            ]
        case .approved(let consent): return [Draft(.person, consent.by.description, "Approved the plan.")]
        case .declined(let refusal): return [Draft(.person, refusal.by.description, "Declined: \(refusal.why)")]
        case .approvalExpired: return [Draft(.person, nil, "Nobody approved in time.")]
        case .applyRequested(let request): return [Draft(.person, request.by.description, "Asked to apply the plan.")]
        case .undoRequested(let person, let isForced):
            return [Draft(.person, person, isForced ? "Asked to take it back by force." : "Asked to take it back.")]
        case .undoObserved(let step, _, let note):
            // There is a note where nothing had to be called.
            return [Self.step(step, note == nil ? "Taken back" : "Back already", execution)]
        case .undoRefused(let conflicts):
            return conflicts.map { Draft(.step, $0.step.description, "Not taken back: \($0.sentence)") }
        case .undoFailed(let step, let why): return [Self.step(step, "Not taken back: \(why)", execution)]
        case .undone: return [Draft(.outcome, "undone", "Everything was taken back.")]
        default: return []
        }
    }
}
