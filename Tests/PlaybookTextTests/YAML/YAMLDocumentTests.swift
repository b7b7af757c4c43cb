import Testing

import Playbook
@testable import PlaybookText

@Suite struct YAMLDocumentTests {
    @Test("anchors, aliases and merge keys are as YAML has them")
    func aliases() throws {
        let text = "base: &b {a: 1, b: 2}\nlist: [&x one, *x]\nmerged: {<<: *b, b: 3}\nboth: {<<: [{c: 1}, *b], d: 4}\n"
        #expect(
            try json(text)
                == #"{"base":{"a":1,"b":2},"list":["one","one"],"merged":{"b":3,"a":1},"both":{"d":4,"c":1,"a":1,"b":2}}"#
        )
    }

    @Test(
        "what is too large, too deep or made to explode is refused, at once",
        arguments: [
            ("a: " + String(repeating: "x", count: 600_000), "bytes"),
            (String(repeating: "[", count: 200) + String(repeating: "]", count: 200), "nested deeper than 64"),
            (String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000), "not YAML"),
            (YAMLDocumentTests.bomb(levels: 9, width: 9), "more than 100000 values"),
            (YAMLDocumentTests.bomb(levels: 80, width: 1), "nested deeper than 64"),
            (YAMLDocumentTests.bomb(levels: 200, width: 2), "aliases (*name)"),
            ("a: &a [x, x]\nb: &b [*a, *a]\n? *b\n: c", "cannot be one"),
            ("? [a]\n: c", "cannot be one"), ("{a: b}: c", "cannot be one"), ("&a a: 1\n*a : 2", "cannot be one"),
            ("a: &a [*a]", "alias"), ("<<: 5", "takes a mapping"), ("<<: [a]", "takes a mapping"),
            ("a: 1\n\"a\": 2", "written twice"), ("1: 1\n\"1\": 2", "written twice"), ("a: !mine [1]", "is not known"),
            ("a: !!set {b}", "is not known"),
        ])
    func refuses(text: String, reason: String) {
        do {
            _ = try YAMLDocument.read(SourceText(text, file: "f"))
            Issue.record("it was read")
        } catch {
            #expect(error.sentence.contains(reason), "\(error.sentence)")
        }
    }

    @Test(
        "a text of stars and ampersands is only a text",
        arguments: ["'a*b': &c 'C&CActivity.B!DNS'", "a: 'arn:aws:iam::*:role/*x'"])
    func stars(text: String) {
        #expect(throws: Never.self) { try YAMLDocument.read(SourceText(text, file: "f")) }
    }

    @Test("thirty thousand keys are read in a moment")
    func many() throws {
        let text = (0..<30_000).map { "k\($0): 1\n" }.joined()
        #expect(try json(text).utf8.count > 300_000)
    }

    private func json(_ text: String) throws -> String {
        PatternText(try #require(try YAMLDocument.read(SourceText(text, file: "f")))).json
    }

    static func bomb(levels: Int, width: Int) -> String {
        var text = "a0: &a0 [x]\n"
        for level in 1...levels {
            let aliases = Array(repeating: "*a\(level - 1)", count: width).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        return text
    }
}
