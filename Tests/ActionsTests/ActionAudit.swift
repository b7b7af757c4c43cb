import AWSClient
import ActionKit
import Foundation
import JSON

/// What is wrong with an action, a sentence each; nothing for an action that keeps the contract.
enum ActionAudit {
    /// Compares what the scenarios use with what the manifest declares: too little fails a response, too much is a
    /// permission nobody needs.
    static func permissions(of manifest: Manifest, used runs: [ScenarioRun]) -> [String] {
        compare("reads", declared: manifest.reads, used: runs.map(\.reads), manifest.id)
            + compare("watches", declared: manifest.watches, used: runs.map(\.watches), manifest.id)
            + compare("undoWatches", declared: manifest.undoWatches, used: runs.map(\.undoWatches), manifest.id)
            + compare("writes", declared: manifest.writes, used: runs.map(\.writes), manifest.id)
            + compare("undos", declared: manifest.undos, used: runs.map(\.undos), manifest.id)
    }

    static func compare(
        _ list: String, declared: [AWSClient.Operation], used: [Set<String>], _ id: String
    ) -> [String] {
        let declared = declared.map(\.id)
        let used = used.reduce(into: Set()) { $0.formUnion($1) }
        var problems: [String] = []
        if Set(declared).count < declared.count { problems.append("\(id): \(list) of the manifest repeat themselves.") }
        let missing = used.subtracting(declared).sorted()
        if !missing.isEmpty {
            problems.append("\(id): add to \(list) of the manifest: \(missing.joined(separator: ", ")).")
        }
        let excess = Set(declared).subtracting(used).sorted()
        if !excess.isEmpty {
            problems.append(
                "\(id): no scenario uses \(excess.joined(separator: ", ")): remove from \(list), or add a scenario.")
        }
        return problems
    }

    /// Compares the decision with what the scenario expects.
    static func decision(_ run: ScenarioRun, expected: Scenario.Expectation) -> [String] {
        var problems = run.reader.refusals
        switch (run.decision, expected) {
        case (.leaveAlone(let reason), .leaveAlone(let kind)):
            if reason.kind != kind { problems.append("left alone as \(reason.kind), not \(kind): \(reason.why)") }
            if !reason.why.hasSuffix(".") { problems.append("\"\(reason.why)\" is no sentence.") }
        case (.plan(let plan), .plan(let sentences)):
            let planned = plan.steps.map(\.sentence)
            if planned != sentences { problems.append("plans \(planned), not \(sentences)") }
        case (.leaveAlone(let reason), .plan): problems.append("left alone as \(reason.kind): \(reason.why)")
        case (.plan(let plan), .leaveAlone(let kind)):
            problems.append("plans \(plan.steps.map(\.sentence)), but should leave alone as \(kind)")
        }
        return problems
    }

    static func plan(_ plan: Plan, by manifest: Manifest) -> [String] {
        var problems = plan.steps.flatMap { step($0) }
        if plan.action != manifest.id { problems.append("the plan says it is of \(plan.action).") }
        if plan.steps.isEmpty { problems.append("a plan without steps: answer leaveAlone.") }
        if Set(plan.steps.map(\.id)).count < plan.steps.count { problems.append("two steps have one id.") }
        for risk in plan.residualRisk where !risk.hasSuffix(".") { problems.append("\"\(risk)\" is no sentence.") }
        return problems
    }

    static func step(_ step: Step) -> [String] {
        var problems: [String] = []
        if !step.sentence.hasSuffix(".") { problems.append("\(step.id): \"\(step.sentence)\" is no sentence.") }
        if let effect = step.effect, effect.before.unordered == effect.after.unordered {
            problems.append("\(step.id): before and after are the same, so the effect cannot tell.")
        }
        switch step.undo {
        case .kept(let why), .irreversible(let why):
            if !why.hasSuffix(".") { problems.append("\(step.id): say in a sentence why there is no undo.") }
        case .call(let call):
            if call.account != step.call.account || call.region != step.call.region {
                problems.append("\(step.id): the undo goes to another account or Region.")
            }
        }
        return problems
    }

    /// Compares what each effect calls the value before with what its read answers, or with what an earlier step made it.
    static func effects(of steps: [Step], _ reader: ScriptedReader) -> [String] {
        var live: [Condition: JSONValue] = [:]
        var problems: [String] = []
        for step in steps {
            guard let effect = step.effect else { continue }
            let place = Condition(effect.read, select: effect.select, equals: nil)
            let value = live[place] ?? reader.foreseen(effect.read).map { effect.select($0) }
            if let value, value.unordered != effect.before.unordered {
                problems.append("\(step.id): the value before is \(value), but its effect says \(effect.before).")
            }
            live[place] = effect.after
        }
        return problems
    }

    /// Builds the request of a call, with a text for everything that an earlier step yields.
    static func request(of call: Call, outputs: [String: JSONValue]) -> [String] {
        guard let operation = Operation.named(call.operation) else { return ["\(call.operation) is unknown."] }
        guard let filled = call.filled(with: outputs) else {
            return ["\(call.operation) uses an output that no earlier step yields: \(call.input)"]
        }
        guard let endpoint = Endpoint("https://service.example.com") else { return ["the endpoint is malformed."] }
        var problems: [String] = []
        if call.resources.isEmpty || !call.resources.allSatisfy({ $0 == "*" || $0.hasPrefix("arn:") }) {
            problems.append("\(call.operation): resources must be ARNs or \"*\", but are \(call.resources).")
        }
        do {
            _ = try operation.request(filled.input, endpoint: endpoint)
        } catch {
            problems.append("\(error)")
        }
        return problems
    }

    /// The id an action of this type has in this folder: `EC2/IsolateInstance` is `ec2.isolate-instance`.
    static func id(ofType type: String, in folder: String) -> String {
        let words = type.reduce(into: "") { text, letter in
            text += letter.isUppercase && !text.isEmpty ? "-" + letter.lowercased() : letter.lowercased()
        }
        return folder == type ? words : "\(folder.lowercased()).\(words)"
    }
}
