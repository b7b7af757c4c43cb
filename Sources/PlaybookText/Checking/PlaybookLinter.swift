package import ActionKit
package import Playbook

/// Everything that can be said about a playbook: what keeps it from being read, and what it should not say.
package struct PlaybookLinter: Sendable {
    /// What was found.
    package struct Report: Sendable {
        /// The name people know the text by.
        package let file: String
        /// nil where there is an error that keeps it from being read.
        package let playbook: Playbook?
        /// In the order of the text.
        package let findings: [Diagnostic]
        /// How many were passed over because the text allows them.
        package let allowed: Int

        package func count(_ severity: Diagnostic.Severity) -> Int {
            findings.count { $0.severity == severity }
        }
    }

    let actions: [any Action.Type]

    package init(actions: [any Action.Type]) {
        self.actions = actions
    }

    /// Checks a text; `file` is the name people know it by.
    package func check(_ text: String, file: String) -> Report {
        var text = text
        text.makeContiguousUTF8()
        let source = SourceText(text, file: file)
        var reader = PlaybookReader(source, actions.map { $0.manifest }, actions)
        let (playbook, root) = reader.read()
        var findings = reader.errors + reader.warnings
        if let root {
            let subject = LintSubject(root, source, reader.manifests)
            findings += Lint.checks.flatMap { $0(subject) }
        }
        let told = findings.filter { !Allowance.covers($0, in: source) }
        return Report(
            file: file, playbook: playbook, findings: Self.sorted(told), allowed: findings.count - told.count)
    }

    private static func sorted(_ findings: [Diagnostic]) -> [Diagnostic] {
        findings.enumerated().sorted { first, second in
            (first.element.position, first.element.lint, first.offset)
                < (second.element.position, second.element.lint, second.offset)
        }.map(\.element)
    }
}

/// A comment `quell:allow QL213` in the text, on the line of a finding or the one above: people have decided.
///
/// Errors cannot be allowed.
enum Allowance {
    static func covers(_ finding: Diagnostic, in source: SourceText) -> Bool {
        guard finding.severity != .error else { return false }
        return [finding.position.line, finding.position.line - 1].contains { number in
            guard let line = source.line(number), let comment = line.firstRange(of: "#"),
                let word = line[comment.upperBound...].firstRange(of: "quell:allow ")
            else { return false }
            let isOwnLine = number == finding.position.line || line.drop { $0 == " " }.hasPrefix("#")
            let ids = line[word.upperBound...].split { !$0.isLetter && !$0.isNumber }
            return isOwnLine && ids.contains { $0 == finding.lint }
        }
    }
}
