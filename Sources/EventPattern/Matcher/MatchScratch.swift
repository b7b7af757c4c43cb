/// Memory that one thread matches events in, one after the other; after the first few events nothing is allocated any more.
///
/// A scratch serves one matcher at a time. Handed to another it is set up anew, which costs as much as making one.
public final class MatchScratch {
    /// The positions of the patterns that matched the last event, each once, in no certain order: a list that is made each time.
    public var matches: [Int] { withMatches { Array($0) } }

    /// Behind a pointer, as are the elements: what an object holds itself is guarded whenever it is changed.
    let matchCount = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    private(set) var scan = ScanRoom.allocate(capacity: 0)
    private(set) var decoded = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 0)
    let marks = UnsafeMutablePointer<MatchMarks>.allocate(capacity: 1)
    let elements = UnsafeMutablePointer<SharedElements>.allocate(capacity: 1)
    private var tables: MatcherTables?
    /// The number of the event at hand, and of the values so far in which tests exclude others.
    private(set) var event: UInt32 = 0
    var values: UInt32 = 0

    /// Makes a scratch that takes the size it needs with the first events.
    public init() {
        matchCount.initialize(to: 0)
        elements.initialize(to: SharedElements())
        marks.initialize(to: .allocate(tests: 0, fields: 0, conditions: 0, rules: 0))
    }

    deinit {
        scan.deallocate()
        decoded.deallocate()
        marks.pointee.deallocate()
        marks.deallocate()
        matchCount.deallocate()
        elements.deinitialize(count: 1)
        elements.deallocate()
    }

    @inline(__always)
    func fit(_ tables: MatcherTables, eventSize: Int) {
        if self.tables !== tables || scan.capacity < eventSize { grow(tables, eventSize: eventSize) }
    }

    @inline(never)
    private func grow(_ tables: MatcherTables, eventSize: Int) {
        if self.tables !== tables {
            self.tables = tables
            marks.pointee.deallocate()
            marks.pointee = .allocate(
                tests: tables.tests, fields: tables.fields, conditions: tables.conditions, rules: tables.rules)
            marks.pointee.forget(0)
            (event, values) = (0, 0)
        }
        guard scan.capacity < eventSize else { return }
        let capacity = max(4_096, eventSize + eventSize / 2)
        scan.deallocate()
        scan = .allocate(capacity: capacity)
        decoded.deallocate()
        decoded = .allocate(capacity: capacity)
    }

    /// Shows the positions of the patterns that matched the last event where they lie; nothing is allocated.
    ///
    /// ```swift
    /// scratch.withMatches { for position in $0 { counts[position] += 1 } }
    /// ```
    ///
    /// - Parameter body: looks at the positions, each once, in no certain order. They are there until it ends, and no event may
    ///   be matched meanwhile.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    public func withMatches<Answer, Failure: Error>(
        _ body: (UnsafeBufferPointer<Int>) throws(Failure) -> Answer
    ) throws(Failure) -> Answer {
        try body(UnsafeBufferPointer(rebasing: marks.pointee.found[..<matchCount.pointee]))
    }

    /// Forgets the event before.
    @inline(__always)
    func begin() {
        if event == .max || values > .max / 2 {
            marks.pointee.clear()
            (event, values) = (0, 0)
        }
        event += 1
        if !elements.pointee.isEmpty { elements.pointee.begin() }
    }
}
