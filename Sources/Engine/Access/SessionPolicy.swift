package import ActionKit
package import AWSClient
import JSON

/// The policy that cuts a session down to exactly the calls of a plan, on exactly its resources.
package enum SessionPolicy {
    /// IAM's limit for a session policy given in a call, in characters.
    static let limit = 2_048

    /// Allows the calls and nothing else.
    ///
    /// Where that is too long for IAM, resources become `*`; actions never do.
    package static func text(allowing calls: [Call], reading operations: [Operation] = []) -> String {
        var actions: [[String]: Set<String>] = [:]
        for call in calls {
            actions[call.resources.sorted(), default: []].formUnion(Operation.named(call.operation)?.iamActions ?? [])
        }
        actions[["*"], default: []].formUnion(operations.flatMap(\.iamActions))
        let exact = document(actions)
        guard exact.utf8.count > limit else { return exact }
        return document([["*"]: actions.values.reduce(into: []) { $0.formUnion($1) }])
    }

    private static func document(_ actions: [[String]: Set<String>]) -> String {
        let statements: [JSONValue] = actions.filter { !$0.value.isEmpty }
            .sorted { $0.key.joined() < $1.key.joined() }
            .map { resources, actions in
                [
                    "Effect": "Allow", "Action": .array(actions.sorted().map(JSONValue.string)),
                    "Resource": .array(resources.map(JSONValue.string)),
                ]
            }
        let policy: JSONValue = ["Version": "2012-10-17", "Statement": .array(statements)]
        return policy.description
    }
}

extension Plan {
    /// Every call the plan may make, its readings and undos included.
    package var calls: [Call] {
        steps.flatMap { step in
            [step.call] + [step.effect?.read].compactMap(\.self) + step.requires.map(\.read)
        } + proof.map(\.read)
    }

    package var undoCalls: [Call] {
        steps.flatMap { step -> [Call] in
            guard case .call(let call) = step.undo else { return [] }
            return [call] + [step.effect?.read].compactMap(\.self)
        }
    }
}
