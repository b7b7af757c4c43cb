import AWSClient
import ActionKit
import Findings
import JSON

/// What an action decides in one of its scenarios, and every call that belongs to it.
struct ScenarioRun {
    let decision: Decision
    let reader: ScriptedReader

    /// What a scenario holds that no run can start from.
    struct Unfit: Error, CustomStringConvertible {
        let description: String
    }

    static let topic = "arn:aws:sns:eu-west-1:999999999999:quell-alerts"
    static let execution = String(repeating: "0123456789abcdef", count: 4)

    init(_ scenario: Scenario, of action: any Action.Type) async throws {
        let reader = ScriptedReader(scenario.answers)
        let (finding, envelope): (Finding, EventEnvelope)
        switch Intake(scenario.event) {
        case .finding(let found, let whole): (finding, envelope) = (found, whole)
        case .hubAction(let order, let whole): (finding, envelope) = (order.claimed, whole)
        case .unsupported, .rejected:
            throw Unfit(description: "\"\(scenario.title)\": its event is no finding.")
        }
        let situation = Situation(
            finding: finding, event: envelope.whole, execution: Self.execution, topic: Self.topic,
            report: scenario.report, reader: reader)
        let options = try Options(scenario.options, for: action.manifest)
        decision = try await action.init(options).decide(situation)
        self.reader = reader
    }

    var plan: Plan? {
        guard case .plan(let plan) = decision else { return nil }
        return plan
    }

    /// Ids of the operations read with while deciding.
    var reads: Set<String> { Set(reader.calls.map(\.operation)) }

    /// Ids of the operations that effects, conditions and proof read with.
    var watches: Set<String> {
        let steps = plan?.steps ?? []
        let later =
            steps.compactMap(\.effect?.read) + steps.flatMap(\.requires).map(\.read) + (plan?.proof ?? []).map(\.read)
        return Set(later.map(\.operation))
    }

    /// Ids of the operations that show whether a step is taken back.
    var undoWatches: Set<String> {
        Set((plan?.steps ?? []).filter { $0.undoCall != nil }.compactMap(\.effect?.read.operation))
    }

    var writes: Set<String> { Set((plan?.steps ?? []).map(\.call.operation)) }
    var undos: Set<String> { Set((plan?.steps ?? []).compactMap(\.undoCall?.operation)) }

    /// Every call of the plan: steps, undos, effects and conditions.
    var planned: [Call] {
        guard let plan else { return [] }
        let calls = plan.steps.flatMap { step in
            [step.call] + [step.undoCall, step.effect?.read].compactMap(\.self) + step.requires.map(\.read)
        }
        return calls + plan.proof.map(\.read)
    }
}

extension Step {
    var undoCall: Call? {
        guard case .call(let call) = undo else { return nil }
        return call
    }
}
