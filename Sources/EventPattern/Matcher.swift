/// Many event patterns compiled together: answers which of them an event matches, in one pass over the event's bytes.
///
/// A matcher never changes, so that any number of threads may use it, each with a `MatchScratch` of its own. What a pattern
/// matches does not depend on the other patterns. To add or remove patterns, make another matcher.
///
/// ```swift
/// let matcher = Matcher([
///     try Pattern(#"{"source": ["aws.guardduty"], "detail": {"severity": [{"numeric": [">=", 7]}]}}"#),
///     try Pattern(#"{"source": ["aws.config"]}"#),
/// ])
/// try matcher.match(Array(#"{"source": "aws.config"}"#.utf8))  // [1]
/// ```
public struct Matcher: Sendable {
    private let tables: MatcherTables

    /// Compiles patterns; their positions stand for them in answers.
    ///
    /// What they are compiled to must not take more than four gigabytes, as some ten million patterns would: the program is stopped.
    ///
    /// - Parameters:
    ///   - patterns: any number of them.
    ///   - mode: whose reading of an event's numbers to follow.
    public init(_ patterns: [EventPattern], mode: EventPattern.Mode = .service) {
        self.init(count: patterns.count, mode: mode) { patterns[$0] }
    }

    /// Compiles patterns that are made one after the other: where they are many, this takes up to a third less time, and a fifth
    /// of the memory that a list of them would.
    ///
    /// ```swift
    /// try Matcher(count: texts.count) { try Pattern(parsing: texts[$0]) }
    /// ```
    ///
    /// - Parameters:
    ///   - count: how many patterns there are.
    ///   - mode: whose reading of an event's numbers to follow.
    ///   - pattern: makes the pattern of a position. It is asked once for each, in ascending order.
    /// - Throws: what `pattern` throws.
    public init<Failure: Error>(
        count: Int, mode: EventPattern.Mode = .service, pattern: (Int) throws(Failure) -> EventPattern
    ) throws(Failure) {
        var builder = MatcherBuilder()
        for position in 0..<count { builder.add(try pattern(position), rule: position) }
        tables = builder.tables(mode, rules: count)
    }

    /// How many patterns there are.
    public var count: Int { tables.rules }

    /// The memory that the compiled patterns take, in bytes.
    public var size: Int { tables.size }

    /// The positions of the patterns that an event matches, in ascending order.
    ///
    /// The event is UTF-8 text of one JSON object; text after it is ignored, as in EventBridge. It is refused with an
    /// `EventError` when it is not a JSON object, or is malformed anywhere.
    public func match(_ event: [UInt8]) throws(EventError) -> [Int] {
        let scratch = MatchScratch()
        try match(event, scratch)
        return scratch.matches.sorted()
    }

    /// Puts the positions of the patterns that an event matches into the scratch.
    ///
    /// - Parameters:
    ///   - event: UTF-8 text of one JSON object; text after it is ignored, as in EventBridge.
    ///   - scratch: memory that no other thread uses meanwhile.
    /// - Returns: how many patterns the event matches.
    /// - Throws: `EventError` when the text is not a JSON object, or is malformed anywhere in it.
    @discardableResult
    public func match(_ event: [UInt8], _ scratch: MatchScratch) throws(EventError) -> Int {
        try event.withUnsafeBufferPointer { bytes throws(EventError) in try match(bytes, scratch) }
    }

    /// The same for an event that lies in memory, which must not change meanwhile.
    ///
    /// - Parameters:
    ///   - event: UTF-8 text of one JSON object; text after it is ignored, as in EventBridge.
    ///   - scratch: memory that no other thread uses meanwhile.
    /// - Returns: how many patterns the event matches.
    /// - Throws: `EventError` when the text is not a JSON object, or is malformed anywhere in it.
    @discardableResult
    public func match(_ event: UnsafeBufferPointer<UInt8>, _ scratch: MatchScratch) throws(EventError) -> Int {
        scratch.matchCount.pointee = 0
        scratch.fit(tables, eventSize: event.count)
        let text = EventText(bytes: event)
        let scan = EventScan(text, scratch.scan)
        if scan.answer != .sound {
            // Slowly, to measure what may be too long, or to say what is wrong.
            _ = try Event(Array(event))
            if scan.answer == .unsound { throw EventError(reason: "the text is not strict JSON", offset: 0) }
        }
        scratch.begin()
        return scan.hasSpace ? walk(Spaced.self, text, scratch, scan) : walk(Compact.self, text, scratch, scan)
    }

    private func walk<Spacing: EventSpacing>(
        _: Spacing.Type, _ text: EventText, _ scratch: MatchScratch, _ scan: EventScan
    ) -> Int {
        tables.withView { view in
            var walk = EventWalk<Spacing>(view, text, scratch, scan, carriesFloats: tables.mode == .service)
            walk.run()
            walk.findRules()
            scratch.values = walk.values
            scratch.matchCount.pointee = walk.foundCount
            scratch.marks.pointee.forget(walk.passedCount)
            return walk.foundCount
        }
    }
}

/// An event pattern, as a `Matcher` compiles many of them together.
public typealias Pattern = EventPattern

extension EventPattern {
    /// Compiles the text of a pattern; text after the root object is ignored, as in EventBridge.
    ///
    /// - Parameters:
    ///   - text: the pattern's JSON.
    ///   - mode: whose rules to follow.
    /// - Throws: `PatternError` with EventBridge's own reason where it has one.
    public init(parsing text: String, mode: Mode = .service) throws(PatternError) {
        try self.init(text, mode: mode)
    }
}
