import Testing

@testable import Playbook

@Suite struct ARNPatternTests {
    @Test(
        "a pattern matches as ArnLike does",
        arguments: [
            ("arn:aws:iam::*:role/break-glass/*", "arn:aws:iam::111122223333:role/break-glass/ops/me", true),
            ("arn:aws:iam::*:role/break-glass/*", "arn:aws:iam::111122223333:role/break-glass", false),
            ("arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/a", true),
            ("arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/A", false),
            ("arn:*:s3:::logs-?", "arn:aws-cn:s3:::logs-1", true), ("arn:*:s3:::logs-?", "arn:aws:s3:::logs-12", false),
            ("arn:aws:*:*:*:*", "arn:aws:rds:eu-west-1:111122223333:db:x", true),
            ("arn:aws:iam::*:*a*b*c", "arn:aws:iam::1:xxaxxbxxc", true),
            ("arn:aws:iam::*:*a*b*c", "arn:aws:iam::1:ab", false),
            ("arn:aws:s3:::x", "", false), ("arn:aws:s3:::x", "arn:aws:s3", false),
        ])
    func matches(pattern: String, arn: String, expected: Bool) throws {
        #expect(try ARNPattern(pattern).matches(arn) == expected)
    }

    @Test(
        "what is no pattern for ARNs is refused with what to write",
        arguments: [
            ("*", "six"), ("arn:aws:iam", "six"), ("urn:aws:iam::*:x", "begin"), ("arn::iam::*:x", "partition"),
            ("arn:aws:::*:x", "service"), ("arn:aws:iam::*:", "resource"), ("arn:aws:iam::123:x", "12 digits"),
            ("arn:aws:iam::*:a b", "space"),
        ])
    func refuses(text: String, reason: String) {
        do {
            _ = try ARNPattern(text)
            Issue.record("it was taken")
        } catch {
            #expect(error.description.contains(reason))
        }
    }

    @Test("many stars take no exponential time")
    func stars() throws {
        let pattern = try ARNPattern("arn:aws:s3:::" + String(repeating: "*a", count: 50) + "b")
        #expect(!pattern.matches("arn:aws:s3:::" + String(repeating: "a", count: 5_000)))
    }
}
