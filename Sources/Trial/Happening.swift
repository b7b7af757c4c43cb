import Engine
import ActionKit

/// What came of one action under one rule.
package enum ActionOutcome: String, Hashable, Sendable, CaseIterable {
    /// Every step of its plan holds.
    case done
    /// A step of its plan does not hold.
    case failed
    /// Planned, and waits for people to approve it.
    case waiting
    /// It would act, and a guard holds it; or it cannot tell whether it may.
    case held
    case alreadyContained = "already-contained"
    case notApplicable = "not-applicable"
    case moot
    case notConfirmed = "not-confirmed"
    /// It was not asked: the response ended before.
    case nothing
}

/// What came of one event under one rule, as tests look at it.
package struct Happening: Hashable, Sendable {
    /// nil where no rule responds.
    package let rule: String?
    package let outcome: String
    package let why: String
    package let actions: [String: ActionOutcome]
    /// Ids of the containing steps that hold, in order.
    package let steps: [String]

    init(_ response: Response, _ execution: Execution) {
        rule = response.rule
        outcome = response.conclusion.outcome.rawValue
        why = response.conclusion.why
        let isNew = response.conclusion.outcome != .duplicate
        let asked = execution.admission?.actions ?? []
        var actions: [String: ActionOutcome] = [:]
        for action in Set(asked + ["notify"]) {
            // What an earlier event did is not what came of this one.
            let outcome = isNew ? Self.outcome(of: action, execution) : .nothing
            if asked.contains(action) || outcome != .nothing { actions[action] = outcome }
        }
        self.actions = actions
        let contained = isNew ? execution.steps(of: .contain) : []
        steps = contained.filter { [.done, .alreadyDone].contains(execution.state(of: $0)) }.map(\.step)
    }

    private static func outcome(of action: String, _ execution: Execution) -> ActionOutcome {
        for phase in Manifest.Phase.allCases {
            guard let planned = execution.planned[phase] else { continue }
            if planned.held?.proposed.contains(where: { $0.action == action }) == true { return .held }
            if let reason = planned.reasons[action] { return ActionOutcome(rawValue: reason.kind.rawValue) ?? .held }
            guard planned.plans.contains(where: { $0.action == action }) else { continue }
            let states = execution.steps(of: phase).filter { $0.action == action }.map { execution.state(of: $0) }
            return states.allSatisfy { [.done, .alreadyDone].contains($0) } ? .done : .failed
        }
        let frozen = execution.approval?.request.planned.plans ?? []
        return frozen.contains { $0.action == action } ? .waiting : .nothing
    }
}
