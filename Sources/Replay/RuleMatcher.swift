import EventPattern

/// Which rules an event matches: the one place where a replay matches.
struct RuleMatcher {
    private let patterns: [EventPattern]

    init(_ patterns: [EventPattern]) { self.patterns = patterns }

    /// Positions of the patterns that the event matches, in ascending order.
    mutating func matches(_ event: UnsafeBufferPointer<UInt8>) throws(EventError) -> [Int] {
        let event = try Event(Array(event))
        return patterns.indices.filter { patterns[$0].matches(event) }
    }
}
