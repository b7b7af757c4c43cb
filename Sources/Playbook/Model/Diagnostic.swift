/// A place in a text: line and column, both from 1; a column is a Unicode scalar.
package struct Position: Hashable, Sendable, Comparable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (first: Position, second: Position) -> Bool {
        (first.line, first.column) < (second.line, second.column)
    }
}

/// One thing to change in a playbook: where, what, and what to write instead.
package struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    package enum Severity: String, Hashable, Sendable {
        case error, warning, note
    }

    /// Id of the lint that found it, such as `QL003`.
    package let lint: String

    package let severity: Severity
    package let file: String
    package let position: Position
    /// What is wrong and what to write instead.
    package let sentence: String
    /// The line of the text, fit to be shown, and under it a caret at the position.
    package let excerpt: String
    /// nil where people must decide.
    package let fix: TextFix?

    package init(
        lint: String, severity: Severity, file: String, position: Position, sentence: String, excerpt: String,
        fix: TextFix? = nil
    ) {
        self.lint = lint
        self.fix = fix
        self.severity = severity
        self.file = file
        self.position = position
        self.sentence = sentence
        self.excerpt = excerpt
    }

    /// `file:line:column: error: sentence [QL003]`, then the line and the caret.
    package var description: String {
        "\(file):\(position.line):\(position.column): \(severity): \(sentence) [\(lint)]\n\(excerpt)"
    }
}

/// Everything that keeps a text from being a playbook, in the order of the text.
package struct PlaybookErrors: Error, Hashable, Sendable, CustomStringConvertible {
    /// Never empty.
    package let errors: [Diagnostic]
    /// Found on the way; they do not keep the playbook from being read.
    package let warnings: [Diagnostic]

    package init(errors: [Diagnostic], warnings: [Diagnostic]) {
        self.errors = errors
        self.warnings = warnings
    }

    package var description: String {
        (errors + warnings).map(\.description).joined(separator: "\n")
    }
}
