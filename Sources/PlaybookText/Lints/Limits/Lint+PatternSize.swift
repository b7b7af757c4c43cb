import Playbook

extension Lint {
    static let patternSize = Lint(
        "QL501", "pattern-size", .warning,
        "A pattern is longer than EventBridge takes.",
        why: """
            The standard quota is 2,048 characters a pattern, without the spaces; AWS can raise it, to 4,096 at \
            most. Deploying would fail.
            """,
        fix: "Write prefixes in place of lists, or split the rule.")

    private static let longestPattern = 2_048

    static func longPatterns(_ subject: LintSubject) -> [Diagnostic] {
        subject.rules.compactMap { rule in
            guard let when = rule.when, rule.pattern != nil, rule.json.unicodeScalars.count > longestPattern else {
                return nil
            }
            return subject.found(
                .patternSize, when.position,
                "The pattern has \(rule.json.unicodeScalars.count) characters; EventBridge takes \(longestPattern). "
                    + "Write prefixes, or split the rule.")
        }
    }
}
