import Testing

@testable import EventPattern

@Suite struct WildcardTests {
    private func matches(_ pattern: String, _ text: String) throws -> Bool {
        try Wildcard(Array(pattern.utf8)).matches(Array(text.utf8)[...])
    }

    @Test("matches whole texts, a star being any run of bytes")
    func matches() throws {
        #expect(try matches("a*b", "ab"))
        #expect(try matches("a*b", "a/\nb"))
        #expect(try !matches("a*b", "abc"))
        #expect(try matches("*x*x", "axbx"))
        #expect(try !matches("*x*x", "ax"))
        #expect(try matches("*", ""))
        #expect(try matches("", ""))
        #expect(try matches(#"*\**"#, "a*b"))
        #expect(try !matches(#"*\**"#, "ab"))
    }

    @Test("names the place of a mistake")
    func mistakes() {
        #expect(throws: Wildcard.Mistake(reason: "Consecutive wildcard characters at pos 2")) { try matches("a**", "") }
        #expect(throws: Wildcard.Mistake(reason: "Invalid escape character at pos 2")) { try matches(#"a\x"#, "") }
        #expect(throws: Wildcard.Mistake(reason: "Invalid escape character at pos 1")) { try matches(#"\"#, "") }
    }
}
