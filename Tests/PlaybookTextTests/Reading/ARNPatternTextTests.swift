import Testing

import Playbook
@testable import PlaybookText

@Suite struct ARNPatternTextTests {
    @Test(
        "patterns of ARNs are taken",
        arguments: [
            "arn:aws:iam::*:role/break-glass/*", "arn:*:s3:::logs-?", "arn:aws:*:*:*:*", "arn:aws:iam::aws:policy/x",
            "arn:aws-cn:rds:cn-north-1:111122223333:db:a", "arn:aws:iam::11112222333?:*",
        ])
    func takes(text: String) {
        #expect(ARNPatternText.mistake(in: text) == nil)
    }

    @Test(
        "anything else is refused with what to write",
        arguments: [
            ("*", "six"), ("arn:aws:iam", "six"), ("urn:aws:iam::*:x", "begin"), ("arn::iam::*:x", "partition"),
            ("arn:aws:::*:x", "service"), ("arn:aws:iam::*:", "resource"), ("arn:aws:iam::123:x", "12 digits"),
            ("arn:aws:iam::*:a b", "space"),
        ])
    func refuses(text: String, reason: String) {
        #expect(ARNPatternText.mistake(in: text)?.contains(reason) == true)
    }
}
