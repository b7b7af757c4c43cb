import Testing

@testable import EventPattern

@Suite struct IgnoringCaseTests {
    private func matches(_ pattern: String, _ text: String) -> Bool {
        IgnoringCase(Array(pattern.utf8)).equals(Array(text.utf8)[...])
    }

    @Test("folds the pattern, never the text")
    func foldsPattern() {
        #expect(matches("AbC", "aBc"))
        #expect(matches("straße", "STRASSE"))
        #expect(!matches("STRASSE", "straße"))
        #expect(matches("\u{212A}", "k"))
        #expect(!matches("😀", "😀"))
        #expect(matches("😀", "??"))
    }

    @Test("finds prefixes and suffixes")
    func ends() {
        #expect(IgnoringCase(Array("ab".utf8)).isPrefix(of: Array("ABc".utf8)[...]))
        #expect(IgnoringCase(Array("bc".utf8)).isSuffix(of: Array("aBC".utf8)[...]))
        #expect(!IgnoringCase(Array("ab".utf8)).isSuffix(of: Array("abc".utf8)[...]))
    }
}
