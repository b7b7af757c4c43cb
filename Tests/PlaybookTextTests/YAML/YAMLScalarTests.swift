import JSON
import Testing

import Playbook
@testable import PlaybookText

@Suite struct YAMLScalarTests {
    @Test(
        "plain scalars have the types of YAML 1.2's core schema",
        arguments: [
            ("", JSONValue.null), ("~", nil), ("NULL", nil), ("true", true), ("False", false), ("yes", "yes"),
            ("on", "on"), ("5", 5), ("+5", 5), ("-5", -5), ("0", 0), ("-0", .number("-0")), ("0x1f", 31), ("0o17", 15),
            ("1.0", .number("1.0")), (".5", .number("0.5")), ("5.", .number("5.0")), ("1e3", .number("1e3")),
            ("-1.5E-3", .number("-1.5E-3")), ("1_000", "1_000"), ("12:30:45", "12:30:45"), ("2026-01-01", "2026-01-01"),
            ("111122223333", .number("111122223333")), (".", "."), ("-", "-"), ("+", "+"), ("1e", "1e"), ("e5", "e5"),
            ("0x", "0x"), ("0xg", "0xg"), ("0b1", "0b1"), ("1.2.3.4", "1.2.3.4"), ("10.0.0.0/8", "10.0.0.0/8"),
        ] as [(String, JSONValue)])
    func core(text: String, value: JSONValue) {
        #expect(YAMLScalar(text: text, isPlain: true, tag: "").typed == .value(value))
        #expect(YAMLScalar(text: text, isPlain: false, tag: "").typed == .value(.string(text)))
    }

    @Test(
        "what has no JSON value, or two, is refused",
        arguments: ["012", "01.5", "-007", "000000000000", ".inf", "-.INF", ".nan", "0xFFFFFFFFFFFFFFFFFF"])
    func refused(text: String) {
        guard case .mistake(let sentence) = YAMLScalar(text: text, isPlain: true, tag: "").typed else {
            Issue.record("\(text) was taken")
            return
        }
        #expect(sentence.contains(text))
    }

    @Test("tags of the core schema are obeyed, others refused")
    func tags() {
        let standard = "tag:yaml.org,2002:"
        #expect(YAMLScalar(text: "5", isPlain: true, tag: standard + "str").typed == .value("5"))
        #expect(YAMLScalar(text: "5", isPlain: true, tag: "!").typed == .value("5"))
        #expect(YAMLScalar(text: "5", isPlain: false, tag: standard + "int").typed == .value(5))
        for (text, tag) in [
            ("x", standard + "int"), ("1.5", standard + "int"), ("5", "!mine"), ("eA==", standard + "binary"),
        ] {
            if case .value = YAMLScalar(text: text, isPlain: true, tag: tag).typed { Issue.record("\(tag) \(text)") }
        }
    }
}
