import AllocationCount
import Testing

@testable import EventPattern

#if os(Linux)
    @Suite struct AllocationTests {
        private static let patterns = [
            #"{"source":["aws.guardduty"],"detail":{"severity":[{"numeric":[">=",7]}]}}"#,
            #"{"detail":{"type":[{"prefix":"Trojan:"},{"wildcard":"*EC2*DNS"},{"suffix":{"equals-ignore-case":"dns"}}]}}"#,
            #"{"detail":{"resource":{"tags":{"key":["env"],"value":["prod"]}}}}"#,
            #"{"detail":{"ip":["10.0.0.1",{"cidr":"192.168.0.0/16"}]}}"#,
            #"{"detail":{"type":[{"anything-but":{"prefix":"Recon:"}}],"title":["a \"title\" é"]}}"#,
        ]

        @Test(
            "matching allocates nothing once a scratch has its size",
            .disabled(if: _isDebugAssertConfiguration(), "code that is not optimized allocates for closures"))
        func nothing() throws {
            let events = (0..<40).map { number in
                let type = number % 2 == 0 ? "Trojan:EC2/PhishingDomainRequest!DNS" : "Recon:EC2/Portscan"
                let text = #"""
                    {"source":"aws.guardduty","detail":{"severity":\#(number % 10).5,"type":"\#(type)","count":\#(number),
                    "title":"a \"title\" \u00e9","ip":"192.168.1.\#(number)","resource":{"tags":[
                    {"key":"team","value":"prod"},{"key":"env","value":"\#(number % 3 == 0 ? "prod" : "test")"}]}}}
                    """#
                return Array(text.utf8)
            }
            let matcher = Matcher(try Self.patterns.map { try Pattern(parsing: $0) })
            let scratch = MatchScratch()
            var matches = 0
            for event in events { try matcher.match(event, scratch) }
            let before = allocation_count()
            for event in events {
                try matcher.match(event, scratch)
                matches += scratch.matches.count
            }
            #expect(allocation_count() - before == 0)
            #expect(matches > 40)
        }
    }
#endif
