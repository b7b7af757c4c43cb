import ActionKit
package import JSON

/// One difference between the plan that was approved and the one that would be made now: three states of one thing.
package struct PlanChange: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Action and id of the step; empty where the difference is in no step.
    package let step: String
    /// What the step does, for people.
    package let sentence: String
    /// The value when the plan was approved; null where the step was not in it.
    package let before: JSONValue
    /// The value that was approved; null where the step was not in the plan.
    package let approved: JSONValue
    /// The value now; null where the step is not in the plan any more.
    package let now: JSONValue

    package var description: String {
        "\(sentence) When it was approved: \(before). Approved: \(approved). Now: \(now)."
    }

    /// Everything in which two plans differ; never empty when their hashes do.
    static func between(_ approved: [Plan], _ now: [Plan]) -> [PlanChange] {
        let (old, new) = (steps(approved), steps(now))
        var changes = old.compactMap { name, step in change(name, step, new.first { $0.name == name }?.step) }
        changes += new.filter { entry in !old.contains { $0.name == entry.name } }.map { name, step in
            PlanChange(
                step: name, sentence: "New: \(step.sentence)", before: .null, approved: .null,
                now: step.effect?.before ?? step.call.input)
        }
        guard changes.isEmpty, approved != now else { return changes }
        func rest(_ plans: [Plan]) -> JSONValue {
            .array(plans.flatMap(\.residualRisk).map(JSONValue.string))
        }
        return [
            PlanChange(
                step: "", sentence: "The order of the steps, their proof, or what would remain is different.",
                before: rest(approved), approved: rest(approved), now: rest(now))
        ]
    }

    private static func steps(_ plans: [Plan]) -> [(name: String, step: Step)] {
        plans.flatMap { plan in plan.steps.map { ("\(plan.action)/\($0.id)", $0) } }
    }

    private static func change(_ name: String, _ old: Step, _ new: Step?) -> PlanChange? {
        guard let new else {
            return PlanChange(
                step: name, sentence: "No longer planned: \(old.sentence)",
                before: old.effect?.before ?? .null, approved: old.effect?.after ?? old.call.input, now: .null)
        }
        guard old != new else { return nil }
        if let effect = old.effect, let live = new.effect, effect.before != live.before {
            return PlanChange(
                step: name, sentence: old.sentence, before: effect.before, approved: effect.after, now: live.before)
        }
        return PlanChange(
            step: name, sentence: "Not the same call any more: \(old.sentence)", before: old.call.input,
            approved: old.call.input, now: new.call.input)
    }
}
