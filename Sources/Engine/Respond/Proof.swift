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
        try await open(execution, lastEffects(of: execution)).map(\.sentence)
    }

    /// Something that does not hold.
    struct Open: Hashable {
        /// The step whose effect it is; nil for a condition of the whole plan.
        let step: StepName?
        let sentence: String
    }

    /// What does not hold some time after the end, by step.
    ///
    /// `withConditions` asks for the conditions of the plans as well. A step that failed where an earlier one had worked left
    /// its place halfway: its effect must hold, and that of the earlier one must not.
    func openAfterEnd(_ execution: Execution, withConditions: Bool) async throws(AWSError) -> [Open] {
        try await open(execution, lastEffects(of: execution, afterEnd: true), withConditions: withConditions)
    }

    private func open(
        _ execution: Execution, _ effects: [(StepName, Effect)], withConditions: Bool = true
    ) async throws(AWSError) -> [Open] {
        var readers: [String: EffectReader] = [:]
        func reader(for action: String) -> EffectReader {
            readers[action] ?? EffectReader(access: access, session: session(action))
        }
        var open: [Open] = []
        for (name, effect) in effects {
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

        /// The inputs of calls are long, and calls of one operation few.
        func hash(into hasher: inout Hasher) { hasher.combine(read.operation) }
    }

    private func lastEffects(of execution: Execution, afterEnd: Bool = false) -> [(StepName, Effect)] {
        var seen: Set<Place> = []
        /// Places that the last step of failed to change, with that step.
        var halfway: [Place: (StepName, Effect)] = [:]
        var effects: [(StepName, Effect)] = []
        for name in execution.steps(of: .contain).reversed() {
            guard let effect = execution.step(name)?.effect?.filled(with: execution.outputs) else { continue }
            let place = Place(read: effect.read, select: effect.select)
            switch execution.state(of: name) {
            case .done, .alreadyDone:
                if seen.insert(place).inserted { effects.append(halfway[place] ?? (name, effect)) }
            case .failed:
                if afterEnd, !seen.contains(place), halfway[place] == nil { halfway[place] = (name, effect) }
            case .planned, .intended, .undone: continue
            }
        }
        return effects.reversed()
    }
}
