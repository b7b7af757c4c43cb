/// What is known of the event at hand.
///
/// A mark is the number of the event it was set for: nothing has to be cleared.
final class MatchMarks {
    private(set) var event: UInt32 = 0
    /// For each test: whether a value of the event passed it, and whether one outside of shared lists did.
    let passed: UnsafeMutableBufferPointer<UInt32>
    let passedFreely: UnsafeMutableBufferPointer<UInt32>
    /// For each test that excludes: the number of the value that it failed for last.
    let failed: UnsafeMutableBufferPointer<UInt32>
    /// For each field: whether the event has a value there, and whether it has one outside of shared lists.
    let present: UnsafeMutableBufferPointer<UInt32>
    let presentFreely: UnsafeMutableBufferPointer<UInt32>
    /// For each field the bits of the tests that were passed; of worth only where a value is present.
    let signatures: UnsafeMutableBufferPointer<UInt64>
    /// For each rule: whether it has matched.
    let matched: UnsafeMutableBufferPointer<UInt32>
    /// The tests that were passed, each once.
    let fired: UnsafeMutableBufferPointer<UInt32>
    var firedCount = 0
    /// The tests that the value at hand passed, for those that exclude them.
    let ofValue: UnsafeMutableBufferPointer<UInt32>
    /// Counts the values of all events.
    var value: UInt32 = 0

    init(tests: Int, fields: Int, rules: Int) {
        passed = Self.zeros(tests)
        passedFreely = Self.zeros(tests)
        failed = Self.zeros(tests)
        present = Self.zeros(fields)
        presentFreely = Self.zeros(fields)
        signatures = .allocate(capacity: fields)
        signatures.initialize(repeating: 0)
        matched = Self.zeros(rules)
        fired = Self.zeros(tests)
        ofValue = Self.zeros(tests)
    }

    deinit {
        for marks in [passed, passedFreely, failed, present, presentFreely, matched, fired, ofValue] {
            marks.deallocate()
        }
        signatures.deallocate()
    }

    /// Forgets the event before.
    func begin() {
        firedCount = 0
        if event == .max || value > .max / 2 {
            for marks in [passed, passedFreely, failed, present, presentFreely, matched] { marks.update(repeating: 0) }
            (event, value) = (0, 0)
        }
        event += 1
        // Field 0 lets every sub-rule through that has no second clause.
        if !present.isEmpty { (present[0], signatures[0]) = (event, ~0) }
    }

    private static func zeros(_ count: Int) -> UnsafeMutableBufferPointer<UInt32> {
        let marks = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: count)
        marks.initialize(repeating: 0)
        return marks
    }
}
