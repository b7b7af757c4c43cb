import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct CanonicalTests {
    @Test("equal values have equal texts, whatever the order of their members")
    func order() throws {
        let text = try Canonical.text(["b": 1, "a": 2])
        #expect(text == #"{"a":2,"b":1}"#)
        let again = try Canonical.text(["a": 2, "b": 1])
        #expect(text == again)
    }

    @Test("a slash is not escaped")
    func slash() throws {
        #expect(try Canonical.text(["a/b"]) == #"["a/b"]"#)
    }

    @Test("a plan survives its text, byte for byte")
    func plan() throws {
        let plan = Plan(
            action: "test.mark", resource: Sample.arn, steps: [TagStep.set("é\n", from: "\"", to: Call.output("x"))])
        let text = try Canonical.text(plan)
        let back = try Canonical.value(Plan.self, from: text)
        #expect(back == plan)
        #expect(try Canonical.text(back) == text)
    }

    @Test("what is not the value's text is refused", arguments: ["", "{}", "[1]", "{\"action\":1}"])
    func refuses(_ text: String) {
        #expect(throws: DecodingError.self) { try Canonical.value(Plan.self, from: text) }
    }

    @Test(
        "hashes as FIPS 180-4 says",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ])
    func sha(_ text: String, _ hash: String) {
        #expect(Canonical.sha256(text) == hash)
        #expect(Canonical.sha256(Array(text.utf8)) == hash)
    }
}
