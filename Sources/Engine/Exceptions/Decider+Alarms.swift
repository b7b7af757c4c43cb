import ActionKit
import Playbook

extension Decider {
    /// The word for the alert that a claim of exception gives when it is not valid.
    static let unapproved = "unapproved-exception"

    /// An alert of its own for each claim of exception that gave no immunity, through everything that tells people.
    func alarms(
        _ ruling: ExceptionRuling, _ responses: [RuleResponse], execution: String, report: Report
    ) async -> [Plan] {
        var alarms: [Plan] = []
        for (index, judgement) in ruling.judgements.filter(\.isAlarming).enumerated() {
            let own = Report(
                rule: report.rule, outcome: Self.unapproved, why: judgement.why, changes: report.changes,
                residualRisk: report.residualRisk, undoCommand: report.undoCommand)
            // What keeps an alarm from being sent keeps the alert beside it too, whose reason says so.
            let (plans, _) = await decisions(responses, execution: execution, report: own)
            alarms += plans.map { $0.renamed("\(Self.unapproved)-\(index + 1)") }
        }
        return alarms
    }
}

extension Plan {
    /// The same steps under ids of their own.
    fileprivate func renamed(_ name: String) -> Plan {
        let steps = steps.map { step in
            Step(
                "\(step.id)-\(name)", step.sentence, call: step.call, effect: step.effect, undo: step.undo,
                requires: step.requires, outputs: step.outputs, isRequired: step.isRequired)
        }
        return Plan(action: action, resource: resource, steps: steps, proof: proof, residualRisk: residualRisk)
    }
}

extension [Plan] {
    /// The plans with the steps of others after their own, by action: an action has one plan in a phase.
    func with(_ others: [Plan]) -> [Plan] {
        map { plan in
            let more = others.filter { $0.action == plan.action }.flatMap(\.steps)
            return Plan(
                action: plan.action, resource: plan.resource, steps: plan.steps + more, proof: plan.proof,
                residualRisk: plan.residualRisk)
        }
    }
}
