import ActionKit
import AWSClient
import Engine
import JSON
import SimulatedAWS

/// What the engine owes whatever goes wrong: each broken promise in a sentence.
package struct Audit {
    let stage: Stage

    package init(stage: Stage) { self.stage = stage }

    /// The invariants that hold at the end of every response.
    package var complaints: [String] {
        get async throws {
            let executions = try await stage.executions
            var complaints = executions.isEmpty ? ["Nothing is recorded."] : []
            for execution in executions { complaints += ending(of: execution) }
            complaints += archive(executions)
            complaints += try await unplanned(executions)
            if try await stage.journal.verify().firstBroken != nil { complaints.append("The chain is broken.") }
            return complaints
        }
    }

    /// Invariants 6 and 14: one terminal state, and people know of it.
    private func ending(of execution: Execution) -> [String] {
        guard let conclusion = execution.conclusion else { return ["\(execution.id) has no outcome."] }
        var complaints: [String] = []
        if !execution.isClosed { complaints.append("\(execution.id) is open with \(conclusion.outcome).") }
        let isTold = stage.messages > 0 || conclusion.why.contains("Nobody was told")
        if !isTold { complaints.append("Nobody hears of \(conclusion.outcome): \(conclusion.why)") }
        let isContained = stage.incident.isContained(in: stage.aws.world, at: stage.aws.clock.now)
        if conclusion.outcome.provesContainment, !isContained {
            complaints.append("\(conclusion.outcome) is claimed, and AWS shows something else.")
        }
        return complaints
    }

    /// Invariant 4: what is archived is contained, and people were told of it.
    private func archive(_ executions: [Execution]) -> [String] {
        guard stage.aws.world.findings.values.contains(where: \.isArchived) else { return [] }
        let isContained = stage.incident.isContained(in: stage.aws.world, at: stage.aws.clock.now)
        return (isContained ? [] : ["Archived, but not contained."])
            + (stage.messages > 0 ? [] : ["Archived, and nobody was told."])
    }

    /// Invariants 1 and 2: every change is a step of a frozen plan with an intent, or its way back.
    private func unplanned(_ executions: [Execution]) async throws -> [String] {
        var allowed: Set<Written> = []
        for execution in executions {
            // What is contained again is told again: each intent is about the plan that was the last by then.
            var then = Execution(id: execution.id)
            for entry in try await stage.journal.entries(of: execution.id) {
                then.receive(entry.record)
                guard case .intent(let name, _) = entry.record, let step = then.step(name) else { continue }
                allowed.insert(Written(step.call, execution.outputs))
                if case .call(let call) = step.undo { allowed.insert(Written(call, execution.outputs)) }
            }
        }
        return stage.aws.writes.filter { !allowed.contains(Written($0)) }.map {
            "Call \($0.index), \($0.operation), is no step with an intent: \($0.input)"
        }
    }

    private struct Written: Hashable {
        let operation: String
        let input: JSONValue

        init(_ call: Call, _ outputs: [String: JSONValue]) {
            operation = call.operation
            input = call.filled(with: outputs)?.input ?? call.input
        }

        init(_ record: CallRecord) {
            operation = record.operation
            input = record.input
        }
    }
}
