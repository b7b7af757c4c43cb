/// Text of unknown origin made fit for a message: nothing in it moves a cursor, breaks a line or hides a word.
enum PlainText {
    /// The text with every scalar that does not stand for itself on a screen written as `\u{...}`, and cut with `...`.
    ///
    /// `limit` is the greatest number of Unicode scalars of the result.
    static func escaped(_ text: String, limit: Int) -> String {
        cut(text.unicodeScalars.lazy.map { isVisible($0) ? String($0) : escape($0) }, limit: limit)
    }

    /// The same in printable ASCII alone.
    static func ascii(_ text: String, limit: Int) -> String {
        cut(text.unicodeScalars.lazy.map { (" "..."~").contains($0) ? String($0) : escape($0) }, limit: limit)
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
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    /// Joins whole pieces as long as they fit, so that no escape is cut in two.
    private static func cut(_ pieces: some Sequence<String>, limit: Int) -> String {
        var kept: [String] = []
        var length = 0
        for piece in pieces {
            kept.append(piece)
            length += piece.unicodeScalars.count
            guard length > limit else { continue }
            while let last = kept.last, length + 3 > limit {
                kept.removeLast()
                length -= last.unicodeScalars.count
            }
            return kept.joined() + "..."
        }
        return kept.joined()
    }
}
