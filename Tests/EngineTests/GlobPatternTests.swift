import Testing

@testable import Engine

@Suite struct GlobPatternTests {
    @Test(
        "matches as IAM does",
        arguments: [
            ("", "", true), ("", "a", false), ("a", "", false), ("*", "", true), ("**", "", true), ("?", "", false),
            ("?", "a", true), ("?", "ab", false), ("a*", "a", true), ("a*c", "abc", true), ("a*c", "abcd", false),
            ("a*b*c", "aXbYbZc", true), ("*a*b", "xaxxb", true), ("*ab", "aab", true), ("*aab", "aaaab", true),
            ("A", "a", false), ("a.c", "abc", false), ("[a]", "a", false), ("a?c*", "abcdef", true),
            ("arn:aws:iam::*:role/break-glass/*", "arn:aws:iam::111122223333:role/break-glass/ops/Admin", true),
            ("arn:aws:iam::*:role/break-glass/*", "arn:aws:iam::111122223333:role/Admin", false),
            ("arn:aws:iam::*:role/break-glass/*", "arn:aws:iam::111122223333:role/break-glass", false),
        ])
    func matches(_ pattern: String, _ text: String, _ isMatch: Bool) {
        #expect(GlobPattern(pattern).matches(text) == isMatch)
    }

    @Test("many stars on a long text that does not match end soon")
    func backtracking() {
        let pattern = String(repeating: "a*", count: 50) + "b"
        #expect(!GlobPattern(pattern).matches(String(repeating: "a", count: 5_000)))
    }
}
