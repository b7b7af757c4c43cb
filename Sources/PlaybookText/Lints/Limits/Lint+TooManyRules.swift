import Playbook

extension Lint {
    static let tooManyRules = Lint(
        "QL502", "too-many-rules", .warning,
        "A playbook has more rules than an event bus takes.",
        why: """
            Each rule becomes a rule of EventBridge, and the standard quota is 300 a bus; AWS can raise it.
            """,
        fix: "Join rules that respond alike.")

    private static let mostRules = 300

    static func manyRules(_ subject: LintSubject) -> [Diagnostic] {
        guard subject.rules.count > mostRules else { return [] }
        return [
            subject.found(
                .tooManyRules, subject.rules[mostRules].position,
                "This is rule \(mostRules + 1) of \(subject.rules.count); an event bus takes \(mostRules) by its standard quota."
            )
        ]
    }
}
