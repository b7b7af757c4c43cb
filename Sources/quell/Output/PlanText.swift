import Findings
import AWSClient
import ActionKit
import Engine
import JSON
import Playbook

/// What people and programs read of a plan.
enum PlanText {
    static func text(_ preview: Preview) -> String {
        var lines: [String] = []
        let subject = preview.finding.map { "\($0.type) in \($0.account)" } ?? "event"
        lines.append(
            Terminal.styled(Terminal.untrusted("\(subject), rule \(preview.rule ?? "-")"), .bold))
        if let conclusion = preview.conclusion {
            lines.append("  \(conclusion.outcome.rawValue): \(Terminal.untrusted(conclusion.why))")
        }
        lines += preview.exceptions.filter(\.isTold).map { "  exception: \(Terminal.untrusted($0.why))" }
        lines += Self.lines(preview.plans)
        if let hash = preview.hash { lines.append("  plan    \(hash)") }
        if let approval = preview.approval { lines.append("  people  \(people(approval))") }
        if let policy = preview.sessionPolicy { lines.append("  session policy \(policy)") }
        return lines.joined(separator: "\n")
    }

    /// The steps of plans, one after the other.
    static func lines(_ plans: [Plan]) -> [String] {
        var lines: [String] = []
        for plan in plans {
            lines.append("  \(plan.action) on \(Terminal.untrusted(plan.resource))")
            for (index, step) in plan.steps.enumerated() {
                lines.append("  \(index + 1). \(Terminal.untrusted(step.sentence))")
                lines.append("     call    \(step.call.operation) \(Terminal.untrusted(step.call.input.description))")
                lines.append("     permit  \(actions(step.call).joined(separator: ", "))")
                lines.append("     undo    \(Terminal.untrusted(undo(step.undo)))")
                guard let effect = step.effect else { continue }
                lines.append("     before  \(Terminal.untrusted(effect.before.description))")
                lines.append("     after   \(Terminal.untrusted(effect.after.description))")
            }
            lines += plan.residualRisk.map { "  remains: \(Terminal.untrusted($0))" }
        }
        return lines
    }

    private static func people(_ demand: ApprovalDemand) -> String {
        "\(demand.people == 1 ? "one person" : "\(demand.people) people") must approve it within \(demand.seconds / 60) "
            + "minutes"
    }

    static func json(_ preview: Preview) throws -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        var members: [String: JSONValue] = [
            "rule": text(preview.rule), "findingId": text(preview.finding?.id),
            "account": text(preview.finding?.account.description),
            "region": text(preview.finding?.region.description),
            "resource": text(preview.finding?.resource.id),
            "outcome": text(preview.conclusion?.outcome.rawValue), "why": text(preview.conclusion?.why),
            "planHash": text(preview.hash), "sessionPolicy": text(preview.sessionPolicy),
            "approval": preview.approval.map { demand -> JSONValue in
                ["people": .number("\(demand.people)"), "seconds": .number("\(demand.seconds)")]
            } ?? .null,
            "plans": try json(preview.plans),
        ]
        if !preview.exceptions.isEmpty { members["exceptions"] = .array(preview.exceptions.map(\.json)) }
        return .object(members)
    }

    static func json(_ plans: [Plan]) throws -> JSONValue {
        .array(
            try plans.map { plan in
                [
                    "action": .string(plan.action), "resource": .string(plan.resource),
                    "residualRisk": .array(plan.residualRisk.map(JSONValue.string)),
                    "steps": .array(try plan.steps.map(step)),
                ]
            })
    }

    private static func step(_ step: Step) throws -> JSONValue {
        [
            "id": .string(step.id), "sentence": .string(step.sentence), "call": try Canonical.json(step.call),
            "iamActions": .array(actions(step.call).map(JSONValue.string)), "undo": try Canonical.json(step.undo),
            "effect": try step.effect.map { try Canonical.json($0) } ?? .null, "required": .bool(step.isRequired),
        ]
    }

    private static func actions(_ call: Call) -> [String] { Operation.named(call.operation)?.iamActions ?? [] }

    private static func undo(_ undo: Step.Undo) -> String {
        switch undo {
        case .call(let call): "\(call.operation) \(call.input)"
        case .kept(let why): "kept: \(why)"
        case .irreversible(let why): "cannot be taken back: \(why)"
        }
    }
}
