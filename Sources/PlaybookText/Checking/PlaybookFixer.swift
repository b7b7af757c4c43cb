package import Playbook

/// Applies the fixes of findings to the text, one after the other, and keeps each only where it helps.
package struct PlaybookFixer: Sendable {
    /// The text afterwards, and what was done to it.
    package struct Outcome: Sendable {
        package let text: String
        package let applied: [Diagnostic]
    }

    private let linter: PlaybookLinter

    /// More than a person would look at afterwards.
    private static let most = 500

    package init(_ linter: PlaybookLinter) {
        self.linter = linter
    }

    package func fix(_ text: String, file: String) -> Outcome {
        var text = text
        var applied: [Diagnostic] = []
        var refused: Set<Diagnostic> = []
        var report = linter.check(text, file: file)
        while applied.count + refused.count < Self.most,
            let finding = report.findings.last(where: { $0.fix != nil && !refused.contains($0) })
        {
            guard let fix = finding.fix, let changed = Self.applying(fix.edit, to: text) else {
                refused.insert(finding)
                continue
            }
            let after = linter.check(changed, file: file)
            // A fix that does not take its finding away, or that brings a new one, is none.
            if after.findings.count < report.findings.count, after.count(.error) <= report.count(.error) {
                text = changed
                report = after
                applied.append(finding)
            } else {
                refused.insert(finding)
            }
        }
        return Outcome(text: text, applied: applied.reversed())
    }

    /// The text with one edit; nil where its places are not in the text.
    static func applying(_ edit: TextFix.Edit, to text: String) -> String? {
        guard let start = offset(edit.start, in: text), let end = offset(edit.end, in: text), start <= end else {
            return nil
        }
        let scalars = text.unicodeScalars
        return String(scalars[..<start]) + edit.text + String(scalars[end...])
    }

    private static func offset(_ position: Position, in text: String) -> String.Index? {
        let scalars = text.unicodeScalars
        var (line, column) = (1, 1)
        var previous: Unicode.Scalar?
        for index in scalars.indices {
            let scalar = scalars[index]
            let isMark = scalar == "\u{FEFF}" && previous == nil
            let isSecondHalf = scalar == "\n" && previous == "\r"
            if line == position.line, column == position.column, !isMark, !isSecondHalf { return index }
            switch scalar {
            case "\n" where isSecondHalf: break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                if line == position.line { return nil }
                (line, column) = (line + 1, 1)
            default: column += isMark ? 0 : 1
            }
            previous = scalar
        }
        return line == position.line && column == position.column ? scalars.endIndex : nil
    }
}
