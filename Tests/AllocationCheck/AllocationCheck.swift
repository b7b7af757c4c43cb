import AllocationCount
import EventPattern
import Foundation

/// Fails when matching an event allocates memory after the first few: a program of its own, because code that is not built for
/// release allocates for closures, and tests are not.
@main enum AllocationCheck {
    private static let patterns = [
        #"{"source":["aws.guardduty"],"detail":{"severity":[{"numeric":[">=",7]}]}}"#,
        #"{"detail":{"type":[{"prefix":"Trojan:"},{"wildcard":"*EC2*DNS"},{"suffix":{"equals-ignore-case":"dns"}}]}}"#,
        #"{"detail":{"resource":{"tags":{"key":["env"],"value":["prod"]}}}}"#,
        #"{"detail":{"ip":["10.0.0.1",{"cidr":"192.168.0.0/16"}]}}"#,
        #"{"detail":{"type":[{"anything-but":{"prefix":"Recon:"}}],"title":["a \"title\" é"]}}"#,
    ]

    private static func event(_ number: Int) -> [UInt8] {
        let type = number % 2 == 0 ? "Trojan:EC2/PhishingDomainRequest!DNS" : "Recon:EC2/Portscan"
        let text = #"""
            {"source":"aws.guardduty","detail":{"severity":\#(number % 10).5,"type":"\#(type)","count":\#(number),
            "title":"a \"title\" \u00e9","ip":"192.168.1.\#(number)","resource":{"tags":[
            {"key":"team","value":"prod"},{"key":"env","value":"\#(number % 3 == 0 ? "prod" : "test")"}]}}}
            """#
        return Array(text.utf8)
    }

    static func main() throws {
        let events = (0..<40).map(event)
        let matcher = Matcher(try patterns.map { try Pattern(parsing: $0) })
        let scratch = MatchScratch()
        for event in events { try matcher.match(event, scratch) }
        let start = allocation_count()
        let more = Array(repeating: 0, count: 100)
        // The counter itself must count, or nothing below says anything.
        guard allocation_count() > start, more.count == 100 else {
            fail("The allocations of this program are not counted.")
        }
        var matches = 0
        let before = allocation_count()
        for event in events {
            guard try matcher.match(event, scratch) > 0 else { continue }
            matches += scratch.withMatches { $0.count }
        }
        let allocations = allocation_count() - before
        guard matches > 40 else { fail("Only \(matches) matches: the events are not those that this is about.") }
        guard allocations == 0 else {
            fail("\(allocations) allocations in \(events.count) events; there must be none.")
        }
        print("\(events.count) events matched \(matches) times without an allocation.")
    }

    private static func fail(_ reason: String) -> Never {
        FileHandle.standardError.write(Data((reason + "\n").utf8))
        exit(1)
    }
}
