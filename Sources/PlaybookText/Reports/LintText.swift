package import Playbook

/// Findings for people who read a terminal.
package struct LintText {
    /// Each with its place, line and caret; under the first of a kind, why it matters and what to do.
    package static func text(_ findings: [Diagnostic]) -> String {
        var explained: Set<String> = []
        return findings.map { finding in
            guard explained.insert(finding.lint).inserted, let lint = Lint.named(finding.lint) else {
                return finding.description
            }
            return """
                \(finding.description)
                  why: \(Lint.plain(lint.why))
                  fix: \(lint.plainFix)
                """
        }.joined(separator: "\n")
    }

    /// What a lint is, for people who have only its id.
    package static func explanation(_ lint: Lint) -> String {
        var parts = [
            "\(lint.id) \(lint.name), \(lint.severity.rawValue)", Lint.plain(lint.summary),
            "Why: \(Lint.plain(lint.why))",
            "What to do: \(lint.plainFix)",
        ]
        if let undecided = lint.undecided { parts.append("What it does not find: \(Lint.plain(undecided))") }
        if let wrong = lint.wrong, let right = lint.right {
            parts += ["Not so:\n\(indented(wrong))", "But so:\n\(indented(right))"]
        }
        return parts.joined(separator: "\n\n")
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n")
    }

    /// How many there are of each kind, such as `2 errors, 1 warning`.
    package static func count(_ reports: [PlaybookLinter.Report]) -> String {
        let counts = [(Diagnostic.Severity.error, "error"), (.warning, "warning"), (.note, "note")].map {
            severity, word in
            (reports.reduce(0) { $0 + $1.count(severity) }, word)
        }
        let words = counts.enumerated().compactMap { index, entry in
            // Errors and warnings are counted although there are none.
            entry.0 == 0 && index == 2
                ? nil : "\(entry.0 == 0 ? "no" : "\(entry.0)") \(entry.1)\(entry.0 == 1 ? "" : "s")"
        }
        let fixable = reports.flatMap(\.findings).count { $0.fix != nil }
        let allowed = reports.reduce(0) { $0 + $1.allowed }
        return words.joined(separator: ", ") + "."
            + (allowed > 0 ? " \(allowed) allowed by comments." : "")
            + (fixable > 0 ? " \(fixable) may be corrected by --fix." : "")
    }
}
