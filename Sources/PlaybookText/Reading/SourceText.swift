import Playbook
/// The text of a playbook by lines, for showing people where something is.
struct SourceText {
    let file: String
    let text: String
    private let lines: [[Unicode.Scalar]]

    private static let width = 100

    init(_ text: String, file: String) {
        self.text = text
        self.file = file
        lines = Self.lines(text)
    }

    /// The scalar at the position; nil outside the text.
    func scalar(at position: Position) -> Unicode.Scalar? {
        guard lines.indices.contains(position.line - 1) else { return nil }
        let line = lines[position.line - 1]
        return line.indices.contains(position.column - 1) ? line[position.column - 1] : nil
    }

    /// The text of a line, counted from 1; nil outside the text.
    func line(_ number: Int) -> String? {
        lines.indices.contains(number - 1) ? Self.string(lines[number - 1]) : nil
    }

    func diagnostic(
        _ lint: Lint, _ position: Position, _ sentence: String, fix: TextFix? = nil
    ) -> Diagnostic {
        let inside = Position(line: min(max(position.line, 1), lines.count), column: max(position.column, 1))
        return Diagnostic(
            lint: lint.id, severity: lint.severity, file: file, position: inside, sentence: sentence,
            excerpt: excerpt(inside), fix: fix)
    }

    /// The line with a caret under the position; of long lines the part around it.
    private func excerpt(_ position: Position) -> String {
        let line = lines[position.line - 1]
        let column = min(position.column - 1, line.count)
        let start = line.count <= Self.width ? 0 : max(0, column - Self.width / 2)
        let shown = line[start..<min(line.count, start + Self.width)].map(Self.shown)
        let padding = shown.prefix(column - start).map { (scalar: Unicode.Scalar) -> Unicode.Scalar in
            scalar == "\t" ? "\t" : " "
        }
        return Self.string(Array(shown)) + "\n" + Self.string(padding) + "^"
    }

    private static func string(_ scalars: [Unicode.Scalar]) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Control characters do not reach a terminal.
    private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.properties.generalCategory {
        case .control where scalar != "\t", .format, .surrogate, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
        default: scalar
        }
    }

    /// Splits where YAML breaks lines, so that positions agree.
    private static func lines(_ text: String) -> [[Unicode.Scalar]] {
        var lines: [[Unicode.Scalar]] = [[]]
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": lines.append([])
            case "\u{FEFF}" where previous == nil: break  // YAML does not count a byte order mark
            default: lines[lines.count - 1].append(scalar)
            }
            previous = scalar
        }
        return lines
    }
}

extension String {
    /// The text in double quotes, with control characters escaped, cut when long.
    var quoted: String {
        var text = ""
        for scalar in unicodeScalars.prefix(60) {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator:
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return "\"" + text + (unicodeScalars.count > 60 ? "…" : "") + "\""
    }
}
