import Engine
package import PlaybookText

/// A case and what came of it.
package struct CaseResult: Hashable, Sendable {
    /// One thing that is not as expected.
    package struct Difference: Hashable, Sendable {
        package let what: String
        package let expected: String
        package let actual: String
    }

    package let test: TestCase
    package let happened: [Happening]
    /// How many alerts people got because of the event.
    package let alerts: Int
    /// How long it took, in seconds; set by whoever ran it.
    package var seconds = 0.0

    package init(test: TestCase, happened: [Happening], alerts: Int) {
        (self.test, self.happened, self.alerts) = (test, happened, alerts)
    }

    package var isPassed: Bool { differences.isEmpty }

    /// Rules that responded.
    package var rules: [String] { happened.compactMap(\.rule) }

    package var differences: [Difference] {
        let expected = test.expected.compactMap(\.rule)
        guard expected == rules || Set(expected) == Set(rules) else {
            func list(_ rules: [String]) -> String { rules.isEmpty ? "none" : rules.joined(separator: ", ") }
            return [Difference(what: "rule", expected: list(expected), actual: list(rules))]
        }
        return test.expected.flatMap(differences)
    }

    private func differences(_ expectation: Expectation) -> [Difference] {
        guard let actual = happened.first(where: { $0.rule == expectation.rule }) else { return [] }
        var found: [Difference] = []
        func compare(_ what: String, _ expected: String?, _ actual: String) {
            guard let expected, expected != actual else { return }
            let name = test.expected.count > 1 ? "\(expectation.rule ?? "none"): \(what)" : what
            found.append(Difference(what: name, expected: expected, actual: actual))
        }
        compare("outcome", expectation.outcome, actual.outcome)
        for (action, outcome) in expectation.actions.sorted(by: { $0.key < $1.key }) {
            compare(action, outcome, (actual.actions[action] ?? .nothing).rawValue)
        }
        if let steps = expectation.steps, !Self.matches(steps, actual.steps) {
            compare("steps", steps.joined(separator: ", "), actual.steps.joined(separator: ", "))
        }
        if let alert = expectation.alert { compare("alert", "\(alert)", "\(alerts > 0)") }
        return found
    }

    private static func matches(_ patterns: [String], _ steps: [String]) -> Bool {
        patterns.count == steps.count && zip(patterns, steps).allSatisfy { GlobPattern($0).matches($1) }
    }
}
