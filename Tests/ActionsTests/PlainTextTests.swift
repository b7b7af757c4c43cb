import Testing

@testable import Actions

@Suite struct PlainTextTests {
    @Test(
        "writes what does not stand for itself as an escape",
        arguments: [
            ("plain words: ünïcode 漢字", "plain words: ünïcode 漢字"),
            ("two\nlines\r\n", "two\\nlines\\r\\n"),
            ("a\u{202E}b", "a\\u{202E}b"),
            ("\u{1B}[31mred", "\\u{1B}[31mred"),
            ("zero\u{200B}width", "zero\\u{200B}width"),
            ("\u{2028}\u{0}", "\\u{2028}\\u{0}"),
        ])
    func escapes(_ text: String, _ expected: String) {
        #expect(PlainText.escaped(text, limit: 100) == expected)
    }

    @Test("keeps to ASCII where ASCII is asked for")
    func ascii() {
        #expect(PlainText.ascii("grün\n\u{1F600}", limit: 100) == "gr\\u{FC}n\\n\\u{1F600}")
    }

    @Test("cuts at the limit, and never inside an escape", arguments: 3...40)
    func cuts(_ limit: Int) {
        let text = PlainText.escaped(String(repeating: "\u{202E}", count: 20), limit: limit)
        #expect(text.unicodeScalars.count <= limit)
        #expect(text == String(repeating: "\\u{202E}", count: (limit - 3) / 8) + "...")
    }

    @Test("leaves a text as long as the limit alone")
    func fits() {
        #expect(PlainText.escaped("12345", limit: 5) == "12345")
        #expect(PlainText.escaped("123456", limit: 5) == "12...")
    }
}
