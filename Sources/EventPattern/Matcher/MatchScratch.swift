/// Memory that one thread matches events in, one after the other; after the first few events nothing is allocated any more.
///
/// A scratch serves one matcher at a time. Handed to another it is set up anew, which costs as much as making one.
public final class MatchScratch {
    /// The positions of the patterns that matched the last event, each once, in no certain order.
    public var matches: [Int] { answer.pointee }

    /// Behind a pointer, as are the elements: what an object holds itself is guarded whenever it is changed.
    let answer = UnsafeMutablePointer<[Int]>.allocate(capacity: 1)
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
        answer.initialize(to: [])
        elements.initialize(to: SharedElements())
        marks.initialize(to: .allocate(tests: 0, fields: 0, conditions: 0, rules: 0))
    }

    deinit {
        scan.deallocate()
        decoded.deallocate()
        marks.pointee.deallocate()
        marks.deallocate()
        answer.deinitialize(count: 1)
        answer.deallocate()
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

    /// Puts the first of the rules found into the answer.
    func report(_ count: Int) {
        if count > 0 { answer.pointee.append(contentsOf: marks.pointee.found[..<count]) }
    }

    /// Forgets the event before.
    @inline(__always)
    func begin() {
        if event == .max || values > .max / 2 {
            marks.pointee.clear()
            (event, values) = (0, 0)
        }
        event += 1
        // Test 0 is second where there is no second clause.
        marks.pointee.seconds[0] = 0
        if !elements.pointee.isEmpty { elements.pointee.begin() }
    }
}
