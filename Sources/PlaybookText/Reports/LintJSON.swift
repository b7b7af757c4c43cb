package import JSON
package import Playbook

/// Findings for programs.
package struct LintJSON {
    /// One object for any number of playbooks; each rule and each finding names its file.
    package static func value(_ reports: [PlaybookLinter.Report]) -> JSONValue {
        let findings = reports.flatMap(\.findings)
        return [
            "rules": .array(reports.flatMap { report in (report.playbook?.rules ?? []).map { rule($0, report.file) } }),
            "warnings": .array(findings.filter { $0.severity == .warning }.map { .string($0.description) }),
            "findings": .array(findings.map(finding)),
            "allowed": .number(String(reports.reduce(0) { $0 + $1.allowed })),
        ]
    }

    private static func rule(_ rule: Rule, _ file: String) -> JSONValue {
        [
            "file": .string(file), "name": .string(rule.name),
            "respond": .array(rule.respond.map { .string($0.action) }),
        ]
    }

    package static func lint(_ lint: Lint) -> JSONValue {
        [
            "id": .string(lint.id), "name": .string(lint.name), "severity": .string(lint.severity.rawValue),
            "summary": .string(Lint.plain(lint.summary)), "why": .string(Lint.plain(lint.why)),
            "fix": .string(lint.plainFix), "page": .string(lint.page),
            "undecided": lint.undecided.map { .string(Lint.plain($0)) } ?? .null,
        ]
    }

    package static func finding(_ finding: Diagnostic) -> JSONValue {
        let lint = Lint.named(finding.lint)
        return [
            "id": .string(finding.lint), "name": .string(lint?.name ?? ""),
            "severity": .string(finding.severity.rawValue), "file": .string(finding.file),
            "line": .number(String(finding.position.line)), "column": .number(String(finding.position.column)),
            "what": .string(finding.sentence), "why": .string(Lint.plain(lint?.why ?? "")),
            "fix": .string(lint?.plainFix ?? ""), "page": .string(lint?.page ?? ""),
            "correction": finding.fix.map { .string($0.what) } ?? .null,
        ]
    }
}
