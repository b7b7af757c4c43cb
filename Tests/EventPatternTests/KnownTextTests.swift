import Testing

@testable import EventPattern

/// Texts that some patterns ask for as they are, and which others match in parts: what these find is known beforehand.
@Suite struct KnownTextTests {
    private static let texts = [
        "", "a", "ab", "abc", "Recon:EC2/Portscan", "Recon:IAMUser/TorIPCaller", "recon:ec2/portscan", "a\"b", "a\\b",
        "\"", "é", "É", "10.0.0.1", "1", "true", "ab ab ab ab ab ab ab ab ab ab ab ab",
    ]

    private static let patterns =
        texts.map { quoted($0) }
        + [
            #"{"prefix":""}"#, #"{"prefix":"a"}"#, #"{"prefix":"a\""}"#, #"{"prefix":"Recon:"}"#,
            #"{"prefix":"Recon:EC2/"}"#, #"{"prefix":{"equals-ignore-case":"RECON:"}}"#, #"{"suffix":"b"}"#,
            #"{"suffix":"scan"}"#, #"{"suffix":"\""}"#, #"{"suffix":{"equals-ignore-case":"SCAN"}}"#,
            #"{"equals-ignore-case":"ABC"}"#, #"{"equals-ignore-case":"é"}"#,
            #"{"equals-ignore-case":"recon:EC2/portscan"}"#, #"{"wildcard":"*:*/*"}"#, #"{"wildcard":"a*b"}"#,
            #"{"wildcard":"*"}"#, #"{"wildcard":"*ab ab"}"#, #"{"anything-but":["a","ab"]}"#,
            #"{"anything-but":{"prefix":"Recon:"}}"#, #"{"anything-but":{"suffix":"b"}}"#,
            #"{"anything-but":{"wildcard":"a*"}}"#, #"{"anything-but":{"equals-ignore-case":"ABC"}}"#,
            #"{"cidr":"10.0.0.0/24"}"#, #"{"exists":true}"#,
        ]

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#) + "\""
    }

    @Test("are found by every pattern that matches them, alone and among others, before and behind escapes")
    func all() throws {
        let patterns = try Self.patterns.map { try EventPattern("{\"t\":[\($0)]}") }
        let matcher = Matcher(patterns)
        let unknown = Self.texts.flatMap { [$0 + "x", "x" + $0, String($0.dropLast())] }
        for text in Self.texts + unknown {
            for list in [[text], [text, "zz"], ["ab", text]] {
                for filler in ["", "e\\n", String(repeating: "-", count: 700) + "\\t"] {
                    let values = list.map(Self.quoted).joined(separator: ",")
                    for event in [#"{"t":[\#(values)],"f":"\#(filler)"}"#, #"{"f":"\#(filler)","t":[\#(values)]}"#] {
                        let read = try Event(event)
                        let expected = patterns.indices.filter { patterns[$0].matches(read) }
                        #expect(try matcher.match(Array(event.utf8)) == expected, "\(event)")
                    }
                }
            }
        }
    }

    @Test("are left to automata where these would find very many", arguments: [31, 32, 33, 64])
    func many(count: Int) throws {
        // Two automata: all of these texts pass all of the tests of both.
        let texts = (0..<count).map { String(repeating: "a", count: $0 + 100) }
        let halves = (1...count / 2).map { #"{"prefix":"\#(String(repeating: "a", count: $0))"}"# }
        let others = (halves.count..<count).map { #"{"suffix":"\#(String(repeating: "a", count: $0))"}"# }
        let patterns = try (texts.map { "\"\($0)\"" } + halves + others).map { try EventPattern("{\"t\":[\($0)]}") }
        let matcher = Matcher(patterns)
        for (position, text) in texts.enumerated() {
            #expect(try matcher.match(Array("{\"t\":\"\(text)\"}".utf8)) == [position] + Array(count..<2 * count))
        }
    }

    @Test("take memory by what patterns say, not by each text for each pattern")
    func memory() throws {
        let prefixes = (1...400).map { #"{"t":[{"prefix":"\#(String(repeating: "a", count: $0))"}]}"# }
        let texts = (0..<1_000).map { #"{"t":["\#(String(repeating: "a", count: 400))\#($0)"]}"# }
        let matcher = Matcher(try (texts + prefixes).map { try EventPattern($0) })
        // As lists, all prefixes of all texts would take 1.6 megabytes more.
        #expect(matcher.size < 1_000_000)
    }

    @Test("are decoded where the escape is in the first or in the last of the bytes that are looked at together")
    func escapes() throws {
        let matcher = Matcher([try EventPattern(#"{"t":["a\nb"]}"#), try EventPattern(#"{"t":["a\\nb"]}"#)])
        for before in [0, 400, 490, 500, 505, 506, 507, 508, 509, 510, 511, 512, 1_000, 1_015, 1_020, 1_024] {
            let filler = String(repeating: "-", count: before)
            #expect(try matcher.match(Array(#"{"f":"\#(filler)","t":"a\nb"}"#.utf8)) == [0])
            #expect(try matcher.match(Array(#"{"f":"\#(filler)","t":"a\\nb"}"#.utf8)) == [1])
            #expect(try matcher.match(Array(#"{"f":"\#(filler)","\u0074":"a\nb"}"#.utf8)) == [0])
        }
    }
}
