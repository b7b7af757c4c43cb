import ActionKit
import AWSClient
import JSON

/// Reads everything once more when all steps are through: what does not hold is named.
struct Proof {
    let access: any AccountAccess
    /// The session that reads for an action.
    let session: (String) -> Session

    /// A sentence for each effect or condition that does not hold; empty when the resource is contained.
    ///
    /// Where two steps change the same thing one after the other, only the last one's effect must hold.
    func unmet(_ execution: Execution) async throws(AWSError) -> [String] {
        try await open(execution).map(\.sentence)
    }

    /// Something that does not hold.
    struct Open: Hashable {
        /// The step whose effect it is; nil for a condition of the whole plan.
        let step: StepName?
        let sentence: String
    }

    /// Each effect and, unless told otherwise, each condition of a plan that does not hold.
    func open(_ execution: Execution, withConditions: Bool = true) async throws(AWSError) -> [Open] {
        var readers: [String: EffectReader] = [:]
        func reader(for action: String) -> EffectReader {
            readers[action] ?? EffectReader(access: access, session: session(action))
        }
        var open: [Open] = []
        for (name, effect) in lastEffects(of: execution) {
            var reader = reader(for: name.action)
            let now = try await reader.value(effect.read, effect.select)
            readers[name.action] = reader
            guard now.unordered != effect.after.unordered else { continue }
            let sentence = "\(execution.step(name)?.sentence ?? name.description) It reads \(now) now."
            open.append(Open(step: name, sentence: sentence))
        }
        guard withConditions else { return open }
        for plan in execution.planned[.contain]?.plans ?? [] {
            var reader = reader(for: plan.action)
            for condition in plan.proof {
                guard try await !reader.holds(condition, outputs: execution.outputs) else { continue }
                let sentence = "\(condition.read.operation) does not show \(condition.select) = \(condition.equals)."
                open.append(Open(step: nil, sentence: sentence))
            }
            readers[plan.action] = reader
        }
        return open
    }

    private struct Place: Hashable {
        let read: Call
        let select: JSONQuery
    }

    private func lastEffects(of execution: Execution) -> [(StepName, Effect)] {
        var seen: Set<Place> = []
        var effects: [(StepName, Effect)] = []
        for name in execution.steps(of: .contain).reversed() {
            guard [.done, .alreadyDone].contains(execution.state(of: name)),
                let effect = execution.step(name)?.effect?.filled(with: execution.outputs),
                seen.insert(Place(read: effect.read, select: effect.select)).inserted
            else { continue }
            effects.append((name, effect))
        }
        return effects.reversed()
    }
}
