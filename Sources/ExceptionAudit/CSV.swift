/// Rows as comma-separated values after RFC 4180, safe to open in a spreadsheet.
package enum CSV {
    /// Lines end with CR LF, as the RFC has it, the last one too.
    package static func text(_ rows: [[String]]) -> String {
        rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    }

    /// A spreadsheet runs a cell that begins like a formula: an apostrophe in front makes it text.
    static func cell(_ text: String) -> String {
        let dangerous: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r"]
        let isFormula = text.unicodeScalars.first.map(dangerous.contains) ?? false
        let safe = isFormula ? "'" + text : text
        // By scalar: to Swift, CR LF is one character that is neither.
        guard safe.unicodeScalars.contains(where: { [",", "\"", "\r", "\n"].contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
