import ActionKit
import Actions
import Testing

/// An action as an argument of a test.
struct Listed: Sendable, CustomTestStringConvertible {
    let action: any Action.Type
    var testDescription: String { action.manifest.id }

    static let all = ActionRegistry.all.map { Listed(action: $0) }
}

/// A scenario of an action as an argument of a test.
struct Example: Sendable, CustomTestStringConvertible {
    let action: any Action.Type
    let scenario: Scenario
    var testDescription: String { "\(action.manifest.id): \(scenario.title)" }

    static let all = Listed.all.flatMap { listed in
        listed.action.scenarios.map { Example(action: listed.action, scenario: $0) }
    }
}
