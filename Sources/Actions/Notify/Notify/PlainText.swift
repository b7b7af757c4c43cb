/// Text of unknown origin made fit for a message: nothing in it moves a cursor, breaks a line or hides a word.
enum PlainText {
    /// The text with every scalar that does not stand for itself on a screen written as `\u{...}`, and cut with `...`.
    ///
    /// `limit` is the greatest number of Unicode scalars of the result.
    static func escaped(_ text: String, limit: Int) -> String {
        cut(text, limit: limit, isKept: isVisible)
    }

    /// The same in printable ASCII alone.
    static func ascii(_ text: String, limit: Int) -> String {
        cut(text, limit: limit) { (" "..."~").contains($0) }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return (" "..."~").contains(scalar) }
        return switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    /// Writes scalars as long as they fit, and never a part of an escape.
    private static func cut(_ text: String, limit: Int, isKept: (Unicode.Scalar) -> Bool) -> String {
        // Most texts are short and of printable ASCII.
        if text.utf8.count <= limit, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
        var written = String.UnicodeScalarView()
        var length = 0
        /// What is left when it must be cut: the last place with space for the dots behind it.
        var cut = written.startIndex
        for scalar in text.unicodeScalars {
            if length + 3 <= limit { cut = written.endIndex }
            if isKept(scalar) {
                written.append(scalar)
                length += 1
            } else {
                let escaped = escape(scalar).unicodeScalars
                written.append(contentsOf: escaped)
                length += escaped.count
            }
            guard length <= limit else { return String(written[..<cut]) + "..." }
        }
        return String(written)
    }
}
