import EventPattern

/// Which rules an event matches: the one place where a replay matches.
struct RuleMatcher {
    private let matcher: Matcher
    private let scratch = MatchScratch()

    init(_ patterns: [EventPattern]) { matcher = Matcher(patterns) }

    /// Positions of the patterns that the event matches, in ascending order.
    mutating func matches(_ event: UnsafeBufferPointer<UInt8>) throws(EventError) -> [Int] {
        try matcher.match(event, scratch) > 0 ? scratch.matches.sorted() : []
    }
}
