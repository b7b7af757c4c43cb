import Testing

@testable import EventPattern

@Suite struct EventPatternTests {
    private let event = #"""
        {"source":"aws.guardduty","detail":{"type":"Recon:EC2/Portscan","severity":5.5,"tags":[
        {"key":"env","value":"prod"},{"key":"team","value":"red"}],"note":"\#(String(repeating: "n", count: 200))"}}
        """#

    private func explain(_ pattern: String) throws -> Mismatch? {
        try EventPattern(pattern).explain(Event(event))
    }

    @Test("explains nothing when the event matches")
    func explainsNothing() throws {
        #expect(try explain(#"{"detail":{"severity":[{"numeric":[">=",5]}]}}"#) == nil)
    }

    @Test(
        "names the first field in the pattern's order, what it holds and what was wanted",
        arguments: [
            (
                #"{"source":["aws.guardduty"],"detail":{"type":[{"prefix":"Trojan:EC2/"},{"suffix":"x"}],"a":["b"]}}"#,
                #"detail.type is "Recon:EC2/Portscan"; wanted prefix "Trojan:EC2/" or suffix "x"."#
            ),
            (#"{"detail":{"zone":[1],"action":["b"]}}"#, "detail.zone is absent; wanted 1."),
            (
                #"{"detail":{"severity":[{"numeric":[">",7,"<=",8.9]}]}}"#,
                "detail.severity is 5.5; wanted number > 7 and <= 8.9."
            ),
            (
                #"{"detail":{"tags":{"value":["prod"],"key":["team"]}}}"#,
                #"detail.tags.key is "env", "team", but not in the list element of the other fields; wanted "team" there."#
            ),
            (#"{"source":[{"exists":false}]}"#, #"source is "aws.guardduty"; wanted no value."#),
            (
                #"{"source":[{"anything-but":{"wildcard":["aws.*","x"]}},{"cidr":"10.0.0.0/8"},"10.0.0.1",true]}"#,
                #"source is "aws.guardduty"; wanted anything but wildcard "aws.*" or wildcard "x" or address in "#
                    + #""10.0.0.0/8" or address "10.0.0.1" or true."#
            ),
        ])
    func explainsFirst(_ pattern: String, _ sentence: String) throws {
        #expect(try explain(pattern)?.description == sentence)
    }

    @Test("explains the branch that got furthest")
    func explainsBranch() throws {
        let pattern =
            #"{"$or":[{"source":["aws.config"]},{"source":["aws.guardduty"],"detail":{"severity":[9]}},{"x":[1]}]}"#
        #expect(try explain(pattern)?.field == "detail.severity")
    }

    @Test("cuts long texts and long lists of alternatives")
    func cuts() throws {
        let mismatch = try #require(try explain(#"{"detail":{"note":["a","b","c","d","e","f","g"]}}"#))
        #expect(mismatch.found.allSatisfy { $0.count == 81 && $0.hasSuffix("…") })
        #expect(mismatch.wanted == #""a" or "b" or "c" or "d" or "e" or one of 2 more"#)
        let many = try #require(try EventPattern(#"{"a":["x"]}"#).explain(Event(#"{"a":[1,2,3,4,5]}"#)))
        #expect(many.description == #"a is 1, 2, 3 and 2 more; wanted "x"."#)
    }

    @Test("equal patterns are equal whatever their spacing")
    func equality() throws {
        #expect(try EventPattern(#"{"a":[1]}"#) == EventPattern(#" { "a" : [ 1 ] } "#))
        #expect(try EventPattern(#"{"a":[1]}"#) != EventPattern(#"{"a":[2]}"#))
    }

    @Test("a mistake has a reason, an offset, a line and a column")
    func mistakes() throws {
        let text = "{\n  \"é\": [{\"regex\": \"x\"}]\n}"
        let error = try #require(throws: PatternError.self) { try EventPattern(text) }
        #expect(error.reason == "Unrecognized match type regex")
        #expect(error.position(in: text) == (2, 10))
        let event = try #require(throws: EventError.self) { try Event(#"{"a":1,"b":bad}"#) }
        #expect(event.offset == 11)
    }

    @Test(
        "refuses a pattern whose $or multiplies to more than may be stored", .timeLimit(.minutes(1)),
        arguments: [
            (EventPattern.Mode.service, 9, "over 1000 rule combinations"),
            (.library, 13, "more rule combinations than can be stored"),
        ])
    func combinations(_ mode: EventPattern.Mode, _ most: Int, _ reason: String) throws {
        let ors = { (count: Int) in
            (0..<count).map { #""d\#($0)":{"$or":[{"x":[1]},{"y":[1]}]}"# }.joined(separator: ",")
        }
        #expect(try EventPattern("{\(ors(most))}", mode: mode).subRules.count == 1 << most)
        // Beside each other, and in each other, where each holds some.
        let nested = String(repeating: #","$or":[{"y":[1]},{"x":[1]"#, count: 100) + String(repeating: "}]", count: 100)
        for pattern in ["{\(ors(200))}", "{\(ors(most))\(nested)}"] {
            let error = #expect(throws: PatternError.self) { try EventPattern(pattern, mode: mode) }
            #expect(error?.reason == "Or operator is producing \(reason)")
            // Before it goes all the way down, holding what each has made.
            if mode == .library { #expect(error.map { $0.offset < pattern.utf8.count - 201 } ?? false) }
        }
    }

    @Test("many sibling lists cost their sum, not their product", .timeLimit(.minutes(1)))
    func siblings() throws {
        let names = (0..<12).map { "f\($0)" }
        let lists = names.map { name in
            "\"\(name)\":[" + (0..<200).map { "{\"x\":1,\"y\":\($0)}" }.joined(separator: ",") + "]"
        }
        let fields = names.map { "\"\($0)\":{\"x\":[1],\"y\":[199]}" } + [#""z":["missing"]"#]
        let pattern = try EventPattern("{" + fields.joined(separator: ",") + "}")
        let event = try Event("{" + lists.joined(separator: ",") + #","z":"there"}"#)
        #expect(!pattern.matches(event))
        #expect(pattern.explain(event)?.field == "z")
    }

    @Test("reads members named \"\" at the end of a path only for patterns that name an empty step")
    func emptyNames() throws {
        let event = try Event(#"{"a":{"":1}}"#)
        #expect(try !EventPattern(#"{"a.":[1]}"#).matches(event))
        #expect(try EventPattern(#"{"$or":[{"a.":[1]},{"b":{"":{"c":[1]}}}]}"#).matches(event))
        #expect(try EventPattern(#"{"a.":[1]}"#).matches(Event(#"{"a.":1}"#)))
    }
}
