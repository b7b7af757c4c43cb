import AWSClient
import ActionKit
import Engine
import JSON

/// Checks a write against the journal: invariants 1 (an intent of exactly this call is there), 2 (the call is in the
/// frozen plan) and 3 (its way back is written down with the plan).
struct IntentWatch {
    let journal: any Journal

    func complaints(_ call: Call, _ id: String) async -> [String] {
        do {
            let records = try await journal.entries(of: id).map(\.record)
            let execution = Execution(id: id, replaying: records)
            if case .undoIntent(let name)? = records.last {
                guard case .call(let undo)? = execution.step(name)?.undo,
                    undo.filled(with: execution.outputs) == call
                else { return ["\(call.operation) is not the way back of \(name)."] }
                return []
            }
            guard case .intent(let name, _)? = records.last else {
                return ["\(call.operation) was called without an intent just before it."]
            }
            guard execution.step(name)?.call.filled(with: execution.outputs) == call else {
                return ["\(call.operation) is not what the frozen plan has as \(name)."]
            }
            return []
        } catch {
            return ["\(call.operation) was called, but its journal cannot be read: \(error)"]
        }
    }
}

/// Reads a session policy as IAM does: nothing is allowed but what a statement allows.
struct PolicyCheck {
    private let statements: [JSONValue]

    init(_ policy: String?) {
        statements = policy.flatMap { try? JSONValue(parsing: $0) }?["Statement"]?.array ?? []
    }

    func allows(_ operation: Operation, _ resources: [String]) -> Bool {
        operation.iamActions.allSatisfy { action in
            resources.allSatisfy { resource in
                statements.contains { statement in
                    let allowed = statement["Resource"]?.strings ?? []
                    return (statement["Action"]?.strings ?? []).contains(action)
                        && (allowed.contains("*") || allowed.contains(resource))
                }
            }
        }
    }
}
