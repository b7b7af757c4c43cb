import Engine

/// A record's text in pieces that fit into items.
///
/// The pieces are named by the text's hash: they can be written before the entry that needs them, once for every entry
/// that has the same text, and nothing is wrong when that entry is never written.
struct TextParts: Hashable, Sendable {
    /// DynamoDB takes items of 400 KB with their names; this leaves room for them.
    static let longest = 350_000

    /// SHA-256 of the whole text.
    let digest: String
    let texts: [String]

    /// nil when the text fits into its entry.
    init?(_ text: String, longest: Int = longest) {
        guard text.utf8.count > longest else { return nil }
        var texts: [String] = []
        var start = text.startIndex
        while start < text.endIndex {
            var end = text.utf8.index(start, offsetBy: longest, limitedBy: text.endIndex) ?? text.endIndex
            // Never inside of a character's bytes.
            while end < text.endIndex, UTF8.isContinuation(text.utf8[end]) { end = text.utf8.index(before: end) }
            texts.append(String(text[start..<end]))
            start = end
        }
        digest = Canonical.sha256(text)
        self.texts = texts
    }

    var items: [Item] {
        texts.enumerated().map { number, text in Item(.part(number, of: digest), ["text": .text(text)]) }
    }
}
