import ActionKit

extension Run {
    /// Ends the answer to a drift: with what withheld it, or with what reading shows once its steps are taken again.
    @inline(never)
    mutating func concludeDrift() async throws {
        guard let drift = execution.drifts.last else { return }
        let found =
            "Looked at again \(drift.check.duration) after its end: " + drift.differences.joined(separator: " ")
        let residual = execution.residualRisk
        if let withheld = drift.withheld {
            let why = "\(found) Nothing was done again: \(withheld.why)"
            return try await write(.concluded(Conclusion(withheld.outcome, why, residualRisk: residual)))
        }
        if execution.halted.contains(.contain), !drift.steps.contains(where: { execution.state(of: $0) == .done }) {
            let why = drift.steps.compactMap { execution.failures[$0] }.last ?? "Quell is halted."
            let conclusion = Conclusion(.held, "\(found) Nothing was done again: \(why)", residualRisk: residual)
            return try await write(.concluded(conclusion))
        }
        let unmet = await unmetAfterDrift()
        let number = execution.drifts.filter { $0.withheld == nil }.count
        let done = "It was done again (\(number) of at most \(Drift.mostRepairs) times)"
        let conclusion =
            unmet.isEmpty
            ? Conclusion(
                .contained, "\(found) \(done), and everything holds, read back from AWS.", residualRisk: residual)
            : Conclusion(.partial, "\(found) \(done). " + unmet.joined(separator: " "), residualRisk: residual)
        try await write(.concluded(conclusion))
    }

    /// What does not hold, or never did, a sentence each.
    private func unmetAfterDrift() async -> [String] {
        var unmet = execution.shortcomings
        let (decider, id) = (decider, execution.id)
        let proof = Proof(access: decider.access) { decider.watchingSession(id, of: $0) }
        do {
            var open = try await proof.openAfterEnd(execution, withConditions: true)
            if !open.isEmpty {
                try await responder.clock.sleep(.seconds(2))
                open = try await proof.openAfterEnd(execution, withConditions: true)
            }
            unmet += open.filter { $0.step.map { execution.state(of: $0) != .failed } ?? true }.map(\.sentence)
        } catch {
            unmet.append("The result cannot be read: \(error)")
        }
        return unmet
    }
}

extension Execution {
    /// What stays dangerous, of all that was planned.
    var residualRisk: [String] {
        let planned = planned[.contain]
        return (planned?.plans ?? []).flatMap(\.residualRisk) + (planned?.reasons.values.flatMap(\.residualRisk) ?? [])
    }

    /// What the containment fell short of whatever reading shows, a sentence each: steps that failed, and actions that
    /// planned nothing and should have.
    var shortcomings: [String] {
        let failed = steps(of: .contain).filter { state(of: $0) == .failed }.map { name in
            "\(step(name)?.sentence ?? name.description) Failed: \(failures[name] ?? "unknown")"
        }
        let held = (planned[.contain]?.reasons ?? [:]).filter { [.held, .notConfirmed].contains($0.value.kind) }
        return failed + held.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.why)" }
    }
}

extension Int {
    /// A number of seconds as people say it.
    fileprivate var duration: String {
        if self >= 3_600, isMultiple(of: 3_600) { return "\(self / 3_600) h" }
        return self >= 60 && isMultiple(of: 60) ? "\(self / 60) min" : "\(self) s"
    }
}
