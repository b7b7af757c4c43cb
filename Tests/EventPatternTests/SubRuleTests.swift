import Testing

@testable import EventPattern

@Suite struct SubRuleTests {
    private func matches(_ clauses: [String: [ValuePattern]], _ event: String) throws -> Bool {
        let rule = SubRule(clauses.map { SubRule.Clause(path: Array($0.key.utf8), values: $0.value) })
        return try rule.matches(EventLeaves(Array(event.utf8)).byPath)
    }

    private func text(_ text: String) -> ValuePattern { .string(Array(text.utf8)) }

    @Test("wants the fields of one rule in the same array element")
    func sameElement() throws {
        let rule = ["r.k": [text("own")], "r.v": [text("a")]]
        #expect(try matches(rule, #"{"r":[{"k":"own","v":"b"},{"k":"own","v":"a"}]}"#))
        #expect(try !matches(rule, #"{"r":[{"k":"own","v":"b"},{"k":"x","v":"a"}]}"#))
    }

    @Test("decides absence at its place in the sorted paths")
    func absence() throws {
        let event = #"{"a":[{"m":"x"},{"c":1,"z":1}]}"#
        #expect(try !matches(["a.m": [text("x")], "a.c": [.exists(false)]], event))
        #expect(try matches(["a.m": [text("x")], "a.z": [.exists(false)]], event))
    }

    @Test("accepts anything but what is excluded, of any type, where the field exists")
    func anythingBut() throws {
        let rule: [String: [ValuePattern]] = ["a": [.anythingBut([text("x")])]]
        #expect(try matches(rule, #"{"a":null}"#))
        #expect(try matches(rule, #"{"a":["x","y"]}"#))
        #expect(try !matches(rule, #"{"a":"x"}"#))
        #expect(try !matches(rule, #"{"a":[]}"#))
    }
}
