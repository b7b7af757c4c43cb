package import Playbook

/// Which rules and actions of a playbook its tests exercise.
package struct Coverage: Hashable, Sendable {
    package struct Line: Hashable, Sendable {
        package let rule: String
        /// Tests in which the rule responded.
        package let tests: Int
        /// Actions of the rule that were asked in some test, and those that were in none, in the order of the rule.
        package let actions: [String]
        package let untested: [String]
    }

    /// A line for each rule, in the order of the playbook.
    package let lines: [Line]

    package init(_ playbook: Playbook, _ results: [CaseResult]) {
        let happened = results.flatMap(\.happened)
        lines = playbook.rules.map { rule in
            let own = happened.filter { $0.rule == rule.name }
            let asked = Set(own.flatMap { $0.actions.filter { $0.value != .nothing }.keys })
            var actions: [String] = []
            for action in rule.respond.map(\.action) where !actions.contains(action) { actions.append(action) }
            return Line(
                rule: rule.name, tests: own.count, actions: actions.filter(asked.contains),
                untested: actions.filter { !asked.contains($0) })
        }
    }

    package var rules: (tested: Int, all: Int) { (lines.count { $0.tests > 0 }, lines.count) }

    package var actions: (tested: Int, all: Int) {
        let tested = lines.reduce(0) { $0 + $1.actions.count }
        return (tested, lines.reduce(tested) { $0 + $1.untested.count })
    }
}
