package import Playbook

/// Findings as workflow commands, which GitHub shows beside the lines of a change.
package struct LintGitHub {
    package static func text(_ findings: [Diagnostic]) -> String {
        findings.map(line).joined(separator: "\n")
    }

    private static func line(_ finding: Diagnostic) -> String {
        let command =
            switch finding.severity {
            case .error: "error"
            case .warning: "warning"
            case .note: "notice"
            }
        let place = [
            "file=\(property(finding.file))", "line=\(finding.position.line)", "col=\(finding.position.column)",
            "title=\(property(finding.lint))",
        ]
        return "::\(command) \(place.joined(separator: ","))::\(message(finding.sentence))"
    }

    /// GitHub reads a command line by line, and takes these three apart again.
    private static func message(_ text: String) -> String {
        escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A"])
    }

    private static func property(_ text: String) -> String {
        escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
    }

    private static func escaped(_ text: String, _ escapes: [Unicode.Scalar: String]) -> String {
        text.unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
    }
}
