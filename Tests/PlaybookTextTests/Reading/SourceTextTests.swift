import Testing

import Playbook
@testable import PlaybookText

@Suite struct SourceTextTests {
    @Test("the caret stands under the place, tabs and wide lines included")
    func caret() {
        let text = SourceText("a\n\tbc: d", file: "f")
        #expect(text.diagnostic(.unknownKey, Position(line: 2, column: 3), "S.").excerpt == "\tbc: d\n\t ^")
        let long = SourceText(String(repeating: "x", count: 500) + "!" + String(repeating: "y", count: 500), file: "f")
        let lines = long.diagnostic(.unknownKey, Position(line: 1, column: 501), "S.").excerpt.split(separator: "\n")
        #expect(lines[0].count == 100)
        #expect(Array(lines[0])[lines[1].count - 1] == "!")
    }

    @Test("control characters of the text do not reach the terminal")
    func control() {
        let excerpt = SourceText("a\u{1B}[31m\u{202E}b", file: "f").diagnostic(
            .unknownKey, Position(line: 1, column: 1), ""
        )
        .excerpt
        #expect(excerpt == "a\u{FFFD}[31m\u{FFFD}b\n^")
        #expect("a\u{1B}b\n".quoted == #""a\u{1b}b\u{a}""#)
    }

    @Test("a position outside the text is brought inside", arguments: [(0, 0), (99, 1), (1, 99), (-1, -5)])
    func outside(line: Int, column: Int) {
        let diagnostic = SourceText("ab", file: "f").diagnostic(
            .unknownSource, Position(line: line, column: column), "S.")
        #expect(diagnostic.position.line == 1)
        #expect(diagnostic.position.column >= 1)
    }

    @Test(
        "lines break where YAML breaks them", arguments: ["a\nb", "a\rb", "a\r\nb", "a\u{85}b", "\u{FEFF}a\u{2028}b"])
    func lines(text: String) {
        #expect(SourceText(text, file: "f").scalar(at: Position(line: 2, column: 1)) == "b")
        #expect(SourceText(text, file: "f").scalar(at: Position(line: 1, column: 1)) == "a")
    }
}
