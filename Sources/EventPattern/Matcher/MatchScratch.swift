/// Memory that one thread matches events in, one after the other; after the first few events nothing is allocated any more.
///
/// A scratch serves one matcher at a time. Handed to another it is set up anew, which costs as much as making one.
public final class MatchScratch {
    /// The positions of the rules that matched the last event, each once, in no certain order.
    public internal(set) var matches: [Int] = []

    var scan = ScanRoom(capacity: 0)
    private(set) var decoded = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 0)
    var marks = MatchMarks(tests: 0, fields: 0, rules: 0)
    var elements = SharedElements()
    private var tables: MatcherTables?

    /// Makes a scratch that takes the size it needs with the first events.
    public init() {}

    deinit { decoded.deallocate() }

    func fit(_ tables: MatcherTables, eventSize: Int) {
        if self.tables !== tables {
            self.tables = tables
            let content = tables.content
            marks = MatchMarks(tests: content.tests, fields: content.fields.count, rules: content.rules)
        }
        guard scan.capacity < eventSize else { return }
        let capacity = max(4_096, eventSize + eventSize / 2)
        scan = ScanRoom(capacity: capacity)
        decoded.deallocate()
        decoded = .allocate(capacity: capacity)
    }
}
