import ByteMasks
import Testing

@testable import EventPattern

@Suite struct PostingTests {
    @Test("finds what is common to two lists, whatever their sizes, with every scanner")
    func intersection() {
        var random = SplitMix(seed: 7)
        for count in [1, 15, 16, 17, 31, 32, 33, 64, 100, 255, 256] {
            for otherCount in 1...18 {
                // The lowest and the highest numbers, for those in between are alike.
                let list = (0..<count).map { _ in UInt16(random.next() % 200) &- 100 }
                var others: [UInt32] = []
                while others.count < otherCount {
                    let other = UInt32(UInt16(random.next() % 200) &- 100)
                    if !others.contains(other) { others.append(other) }
                }
                let expected = list.indices.filter { others.contains(UInt32(list[$0])) }
                for scanner in byteScanners {
                    var places = [UInt16](repeating: 0, count: count)
                    let found = scanner.pointee.intersection(list, count, others, otherCount, &places)
                    #expect(places[..<found].map { Int($0) }.sorted() == expected, "\(count) and \(otherCount)")
                }
            }
        }
    }

    /// Rules with a value in common that is rarer than their others, so that all are found by it and one of these.
    private func rules(_ count: Int) -> [String] {
        (0..<count).map { #"{"a":["a0"],"b":["b\#($0)"]}"# } + (1..<400).map { #"{"a":["a\#($0)"],"b":["b0"]}"# }
    }

    private func check(_ matcher: Matcher, _ count: Int, after rules: Int) throws {
        var random = SplitMix(seed: UInt64(count))
        for passed in [0, 1, 2, 3, 4, 5, 8, 9, 40, count] {
            let numbers = (0..<passed).map { _ in Int(random.next() % UInt64(count)) }
            let texts = numbers.map { "\"b\($0)\"" }.joined(separator: ",")
            let found = try matcher.match(Array(#"{"a":"a0","b":[\#(texts)]}"#.utf8))
            #expect(found == Set(numbers.map { $0 + rules }).sorted(), "\(passed) of \(count)")
        }
    }

    @Test(
        "finds few and many rules that a test has in common",
        arguments: [1, 2, 15, 16, 17, 31, 32, 33, 63, 64, 65, 255, 256, 257, 399])
    func sizes(count: Int) throws {
        try check(Matcher(try rules(count).map { try EventPattern($0) }), count, after: 0)
    }

    @Test("finds a rule of one clause once, whatever else its tests are for")
    func ruleOfOneClause() throws {
        let texts = [
            #"{"a":["x","y"]}"#, #"{"a":["z"]}"#, #"{"a":["z"]}"#, #"{"a":["y"],"b":["x"]}"#,
            #"{"c":[{"anything-but":"x"}]}"#, #"{"d":{"e":["x"]}}"#, #"{"d":{"e":["x"],"f":["x"]}}"#,
            #"{"$or":[{"a":["x"]},{"b":["y"]}]}"#, #"{"g":["x",{"exists":false}]}"#,
        ]
        let matcher = Matcher(try texts.map { try EventPattern($0) })
        let scratch = MatchScratch()
        for (event, expected) in [
            (#"{"a":"x","g":1}"#, [0, 7]), (#"{"a":["x","y","x"],"g":1}"#, [0, 7]), (#"{"a":"z"}"#, [1, 2, 8]),
            (#"{"a":"y","b":["x","y"],"g":1}"#, [0, 3, 7]), (#"{"c":["x","y","z"],"g":"x"}"#, [4, 8]),
            (#"{"c":"x","g":1}"#, []),
            (#"{"d":[{"e":"x"},{"f":"x"}],"g":1}"#, [5]), (#"{"d":[{"e":"y"},{"f":"x","e":"x"}],"g":1}"#, [5, 6]),
        ] {
            #expect(try matcher.match(Array(event.utf8), scratch) == expected.count, "\(event)")
            #expect(scratch.matches.sorted() == expected, "\(event)")
            for (position, text) in texts.enumerated() {
                let found = try Matcher([EventPattern(text)]).match(Array(event.utf8))
                #expect(found == (expected.contains(position) ? [0] : []), "\(text) for \(event)")
            }
        }
    }

    @Test("finds them where there are more tests than half a word has numbers for")
    func manyTests() throws {
        let count = 100
        let values = (0..<65_536).map { "\"\($0)\"" }.joined(separator: ",")
        let patterns = [#"{"c":[\#(values)]}"#] + rules(count)
        let matcher = Matcher(try patterns.map { try EventPattern($0, mode: .library) })
        try check(matcher, count, after: 1)
        #expect(try matcher.match(Array(#"{"a":"a0","b":["b\#(count - 1)"],"c":"65535"}"#.utf8)) == [0, count])
    }

    @Test(
        "finds them where there are as many sub-rules as that, and more, for a few tests",
        arguments: [(163, 399), (257, 256)])
    func manySubRules(_ first: Int, _ second: Int) throws {
        let count = 100
        func either(_ name: String, _ values: Int) -> String {
            #""$or":[\#((0..<values).map { "{\"\(name)\":[\"\($0)\"]}" }.joined(separator: ","))]"#
        }
        let patterns = ["{\(either("c", first)),\"d\":{\(either("e", second))}}"] + rules(count)
        let matcher = Matcher(try patterns.map { try EventPattern($0, mode: .library) })
        try check(matcher, count, after: 1)
        #expect(try matcher.match(Array(#"{"c":"\#(first - 1)","d":{"e":"\#(second - 1)"}}"#.utf8)) == [0])
    }
}
