/// What is known of the event at hand.
///
/// A mark is the number of the event it was set for: nothing has to be cleared.
struct MatchMarks {
    /// For each test: whether a value of the event passed it, and whether one outside of shared lists did.
    let passed: UnsafeMutableBufferPointer<UInt32>
    let passedFreely: UnsafeMutableBufferPointer<UInt32>
    /// For each test that excludes: the number of the value that it failed for last.
    let failed: UnsafeMutableBufferPointer<UInt32>
    /// The tests that were passed, each once, and those that the value at hand passed.
    let fired: UnsafeMutableBufferPointer<UInt32>
    let ofValue: UnsafeMutableBufferPointer<UInt32>
    /// For each field: whether the event has a value there, and whether it has one outside of shared lists.
    let present: UnsafeMutableBufferPointer<UInt32>
    let presentFreely: UnsafeMutableBufferPointer<UInt32>
    /// For each field the bits of the tests that were passed; of worth only where a value is present.
    let signatures: UnsafeMutableBufferPointer<UInt64>
    /// For each rule: whether it has matched.
    let matched: UnsafeMutableBufferPointer<UInt32>
    /// The rules that have matched.
    let found: UnsafeMutableBufferPointer<UInt32>

    /// How many postings are looked at together, and room for those of them that are picked, and one more.
    static let group = 64
    let candidates: UnsafeMutableBufferPointer<UInt32>

    static func allocate(tests: Int, fields: Int, rules: Int) -> MatchMarks {
        let signatures = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: fields)
        signatures.initialize(repeating: 0)
        return MatchMarks(
            passed: zeros(tests), passedFreely: zeros(tests), failed: zeros(tests), fired: zeros(tests),
            ofValue: zeros(tests), present: zeros(fields), presentFreely: zeros(fields), signatures: signatures,
            matched: zeros(rules), found: zeros(rules), candidates: zeros(group + 1))
    }

    private var all: [UnsafeMutableBufferPointer<UInt32>] {
        [passed, passedFreely, failed, fired, ofValue, present, presentFreely, matched, found, candidates]
    }

    func deallocate() {
        for marks in all { marks.deallocate() }
        signatures.deallocate()
    }

    func clear() {
        for marks in all { marks.update(repeating: 0) }
    }

    private static func zeros(_ count: Int) -> UnsafeMutableBufferPointer<UInt32> {
        let marks = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: count)
        marks.initialize(repeating: 0)
        return marks
    }
}
