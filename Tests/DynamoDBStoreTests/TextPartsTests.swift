import Engine
import Testing

@testable import DynamoDBStore

@Suite struct TextPartsTests {
    @Test("a text that fits is not split") func fits() { #expect(TextParts("abcd", longest: 4) == nil) }

    @Test("pieces join to the text, fit, and never cut a character", arguments: [4, 5, 6, 7])
    func joins(_ longest: Int) throws {
        let text = "aé€😀e\u{301}zz😀😀"
        let parts = try #require(TextParts(text, longest: longest))
        #expect(parts.texts.joined() == text)
        #expect(parts.texts.allSatisfy { $0.utf8.count <= longest && !$0.isEmpty })
        #expect(parts.digest == Canonical.sha256(text))
    }
}
