import Testing

@testable import EventPattern

@Suite struct MatcherTests {
    private func matches(_ patterns: [String], _ event: String) throws -> [Int] {
        try Matcher(patterns.map { try Pattern(parsing: $0) }).match(Array(event.utf8))
    }

    @Test("answers the positions of the patterns that match, once each")
    func positions() throws {
        let patterns = [#"{"a":[1]}"#, #"{"$or":[{"a":[2]},{"b":["x"]}]}"#, #"{"c":[{"exists":false}]}"#]
        #expect(try matches(patterns, #"{"a":2,"b":"x"}"#) == [1, 2])
        #expect(try matches(patterns, #"{"a":[1,2],"c":0}"#) == [0, 1])
        #expect(try matches([], "{}") == [])
    }

    @Test("answers how many patterns match, and forgets the event before")
    func counts() throws {
        // More tests than a few words hold.
        let matcher = Matcher(try (0..<2_000).map { try Pattern(parsing: "{\"a\":[\($0)]}") })
        let scratch = MatchScratch()
        for (event, expected) in [
            ("[7,1999,7]", [7, 1999]), ("[2000]", []), ("8", [8]), ("[0,64,128]", [0, 64, 128]),
        ] {
            #expect(try matcher.match(Array("{\"a\":\(event)}".utf8), scratch) == expected.count)
            #expect(scratch.matches.sorted() == expected)
        }
        #expect(throws: EventError.self) { try matcher.match(Array("{\"a\":[8}".utf8), scratch) }
        #expect(try matcher.match(Array(#"{"b":1}"#.utf8), scratch) == 0)
    }

    @Test("makes patterns one after the other, and ends with the first that is none")
    func oneByOne() throws {
        let texts = [#"{"a":[1]}"#, #"{"a":[2]}"#, #"{"a":[{"prefix":5}]}"#, #"{"a":[3]}"#]
        var asked: [Int] = []
        let make = { (position: Int) throws(PatternError) in
            asked.append(position)
            return try Pattern(parsing: texts[position])
        }
        #expect(try Matcher(count: 2, pattern: make).match(Array(#"{"a":[2,3]}"#.utf8)) == [1])
        #expect(throws: PatternError.self) { try Matcher(count: 4, pattern: make) }
        #expect(asked == [0, 1, 0, 1, 2])
    }

    @Test("refuses what is no object, and what is malformed anywhere before its end")
    func refuses() throws {
        let matcher = Matcher([try Pattern(parsing: #"{"a":[1]}"#)])
        for text in ["", "[1]", "5", " ", "{", #"{"a":1,"b":bad}"#, #"{"a":1"#, #"{"a":1]"#, "{\"a\":\"\u{1}\"}"] {
            #expect(throws: EventError.self, "\(text)") { try matcher.match(Array(text.utf8)) }
        }
        #expect(try matcher.match(Array(#" {"a":1} trailing " text"#.utf8)) == [0])
    }

    @Test("finds the same wherever there is space between tokens, and as far from the beginning as it may be")
    func space() throws {
        let tokens = [
            "{", #""a""#, ":", "{", #""b""#, ":", "[", "1", ",", #""x""#, ",", "{", #""c""#, ":", "null", "}", "]", ",",
            #""d""#, ":",
            "-1.50", "}", ",", #""e""#, ":", "true", ",", #""f""#, ":", "[", "]", "}",
        ]
        let matcher = try Matcher(
            [
                #"{"a":{"b":[1]}}"#, #"{"a":{"b":["x"]}}"#, #"{"a":{"b":{"c":[null]}}}"#,
                #"{"a":{"d":[{"numeric":["=",-1.5]}]}}"#,
                #"{"e":[true]}"#, #"{"f":[{"exists":true}]}"#, #"{"a":{"d":["-1.50"]}}"#,
            ].map { try Pattern(parsing: $0) })
        let expected = try matcher.match(Array(tokens.joined().utf8))
        #expect(expected == [0, 1, 2, 3, 4])
        for spaces in [" ", "\n\t", String(repeating: " \r", count: 300)] {
            for place in 0...tokens.count {
                let text = tokens[..<place].joined() + spaces + tokens[place...].joined()
                #expect(try matcher.match(Array(text.utf8)) == expected, "\(text.debugDescription)")
            }
            #expect(try matcher.match(Array(tokens.joined(separator: spaces).utf8)) == expected)
        }
    }

    @Test("measures what may be longer than EventBridge reads")
    func long() throws {
        let matcher = Matcher([try Pattern(parsing: #"{"a":[{"exists":true}]}"#)])
        let name = { (count: Int) in Array(#"{"a":1,"\#(String(repeating: "n", count: count))":0}"#.utf8) }
        #expect(try matcher.match(name(50_000)) == [0])
        #expect(throws: EventError.self) { try matcher.match(name(50_001)) }
        let number = { (count: Int) in Array(#"{"a":\#(String(repeating: "1", count: count))}"#.utf8) }
        #expect(try matcher.match(number(1_000)) == [0])
        #expect(throws: EventError.self) { try matcher.match(number(1_001)) }
        let nested = { (count: Int) in
            Array(
                ("{\"b\":" + String(repeating: "[", count: count) + String(repeating: "]", count: count) + ",\"a\":1}")
                    .utf8)
        }
        #expect(try matcher.match(nested(999)) == [0])
        #expect(throws: EventError.self) { try matcher.match(nested(1_000)) }
    }

    @Test("sees a mistake in the last member where the root has not ended")
    func late() throws {
        let matcher = Matcher([try Pattern(parsing: #"{"a":[1]}"#)])
        let filler = String(repeating: #""k":[{"x":"y, \"}"}],"#, count: 40)
        #expect(try matcher.match(Array("{\(filler)\"a\":1}".utf8)) == [0])
        #expect(throws: EventError.self) { try matcher.match(Array("{\"a\":1,\(filler)\"z\":01}".utf8)) }
    }

    @Test("finds each of many rules that share their tests, whether few or many tests are passed")
    func sharedTests() throws {
        let few = (0..<600).map { number in
            #"{"a":["a\#(number % 20)"],"b":["b\#(number % 7)","b\#(number % 9 + 1)"],"c":[{"exists":true}]}"#
        }
        let many = (0..<20).map { last in
            let texts = (0..<40).map { "\"b\($0 * last % 41)\"" }.joined(separator: ",")
            return #"{"a":["a\#(last)"],"b":[\#(texts)]}"#
        }
        let patterns = try (few + many + [#"{"a":["a3"]}"#]).map { try Pattern(parsing: $0) }
        let matcher = Matcher(patterns)
        for texts in [#""b1""#, #""b4","b6""#, #""b0","b1","b2","b3","b4","b5","b6","b7","b8","b9""#, #""x""#] {
            for end in ["", #","c":0"#] {
                let event = Array(#"{"a":["a3","a19"],"b":[\#(texts)]\#(end)}"#.utf8)
                let read = try Event(event)
                #expect(try matcher.match(event) == patterns.indices.filter { patterns[$0].matches(read) })
            }
        }
    }

    @Test("finds more rules in one event than are looked at together")
    func manyMatches() throws {
        let matcher = Matcher(
            try (0..<2_560).map { try EventPattern(#"{"a":["a\#($0 % 40)"],"b":["b\#($0 / 40)"]}"#) })
        // Thirty values of one field, and as many of the other as there are buckets for, and fewer.
        for count in [1, 12, 15, 16, 40] {
            let first = (0..<count).map { "\"a\($0)\"" }.joined(separator: ",")
            let second = (0..<30).map { "\"b\(2 * $0)\"" }.joined(separator: ",")
            let found = try matcher.match(Array(#"{"a":[\#(first)],"b":[\#(second)]}"#.utf8))
            #expect(found == (0..<2_560).filter { $0 % 40 < count && $0 / 40 % 2 == 0 && $0 / 40 < 60 })
        }
    }

    @Test("tells names apart that begin alike, or have hardly a beginning, wherever there is space")
    func names() throws {
        let long = ["x", "y"].map { "ab, a name whose ends are alike\($0)and whose inside is not" }
        // More than a byte counts, and some that have the number of another beginning.
        let names =
            ["", "a", "ab", "a\u{e9}"] + long + (0..<300).map { "ab\($0)" } + (0..<100).map { "\($0)" }
        let matcher = Matcher(try names.map { try EventPattern(#"{"d":{"\#($0)":{"x":["1"]}}}"#) })
        for (position, name) in names.enumerated() {
            for space in ["", " ", "\t", "\r\n"] {
                // The last name has dots: events with odd names are walked otherwise.
                for odd in ["", #","z.z":"1""#] {
                    let event = #"{"d":{"c":"1","\#(name)"\#(space):\#(space){"x":"1"}\#(odd)}}"#
                    #expect(try matcher.match(Array(event.utf8)) == [position], "\(event)")
                }
            }
            // One letter more, one less, or another one.
            for other in [name + "\"", String(name.dropLast()) + "!"] {
                let event = #"{"d":{"\#(other.replacing("\"", with: #"\""#))":{"x":"1"}}}"#
                #expect(try matcher.match(Array(event.utf8)).isEmpty, "\(event)")
            }
        }
    }

    @Test("many sibling lists cost their sum, not their product", .timeLimit(.minutes(1)))
    func siblings() throws {
        let names = (0..<8).map { "f\($0)" }
        let lists = names.map { name in
            "\"\(name)\":[" + (0..<60).map { "{\"x\":1,\"y\":\($0 % 2)}" }.joined(separator: ",") + "]"
        }
        let fields = names.map { "\"\($0)\":{\"x\":[1],\"y\":[0]}" } + [#""z":{"x":[1],"y":[2]}"#]
        let event = "{" + lists.joined(separator: ",") + #","z":[{"x":1,"y":1},{"x":2,"y":2}]}"#
        #expect(try matches(["{" + fields.joined(separator: ",") + "}"], event).isEmpty)
    }

    @Test("finds short names in the shortest events, and names with a letter that is an escape or stands before a dot")
    func shortAndOddNames() throws {
        let names = ["", "a", "ab", "ac", "abc", "abd", "abcd", "abce"]
        let alone = Matcher(try names.map { try EventPattern(#"{"\#($0)":[1]}"#) })
        let inner = Matcher(try names.map { try EventPattern(#"{"\#($0)":{"x":[1]}}"#) })
        for (position, name) in names.enumerated() {
            for space in ["", " ", "\n", "\r", "\t"] {
                #expect(try alone.match(Array("{\"\(name)\"\(space):1}".utf8)) == [position], "\(name)")
            }
            for (index, letter) in name.utf8.enumerated() {
                let spelled = name.prefix(index) + #"\u00"# + String(letter, radix: 16) + name.dropFirst(index + 1)
                #expect(try alone.match(Array("{\"\(spelled)\":1}".utf8)) == [position], "\(spelled)")
            }
            #expect(try inner.match(Array("{\"\(name).x\":1}".utf8)) == (name.isEmpty ? [] : [position]), "\(name)")
        }
        // What stands behind a name without letters is looked at as if it were one.
        let any = Matcher([try EventPattern(#"{"":[{"exists":true}]}"#)])
        let spaces = [" ", "\n", "\r", "\t"]
        for space in [""] + spaces + spaces.flatMap({ first in spaces.map { first + $0 } }) {
            for value in (0...9).map(String.init) + ["-1", "true", "false", "null", #""s""#, "[1]"] {
                for event in ["{\"\"\(space):\(value)}", "{\"\":\(space)\(value)}"] {
                    #expect(try any.match(Array(event.utf8)) == [0], "\(event)")
                }
            }
            let below = Matcher([try EventPattern(#"{"d":{"":{"x":[1]}}}"#)])
            #expect(try below.match(Array("{\"d\":{\"\":\(space){\"x\":1}}}".utf8)) == [0], "\(space)")
        }
    }

    @Test("a scratch shows what the last event matched, and nothing where it was refused")
    func shown() throws {
        let scratch = MatchScratch()
        #expect(scratch.matches.isEmpty)
        let matcher = Matcher(try [#"{"a":[1]}"#, #"{"a":[2]}"#, #"{"a":[1,2]}"#].map { try Pattern(parsing: $0) })
        #expect(try matcher.match(Array(#"{"a":2}"#.utf8), scratch) == 2)
        #expect(scratch.withMatches { $0.sorted() } == [1, 2])
        #expect(scratch.matches.sorted() == [1, 2])
        #expect(throws: EventError.self) { try matcher.match(Array(#"{"a":2"#.utf8), scratch) }
        #expect(scratch.matches.isEmpty)
        #expect(try matcher.match(Array(#"{"a":3}"#.utf8), scratch) == 0)
        #expect(scratch.withMatches { $0.isEmpty })
    }

    @Test("a scratch serves one matcher after another")
    func scratch() throws {
        let scratch = MatchScratch()
        let small = Matcher([try Pattern(parsing: #"{"a":[1]}"#)])
        let large = Matcher(try (0..<50).map { try Pattern(parsing: #"{"f\#($0)":[{"prefix":"x"}]}"#) })
        for _ in 0..<3 {
            try small.match(Array(#"{"a":1}"#.utf8), scratch)
            #expect(scratch.matches == [0])
            try large.match(Array(#"{"f7":"xy","f49":"x"}"#.utf8), scratch)
            #expect(scratch.matches.sorted() == [7, 49])
        }
    }
}
