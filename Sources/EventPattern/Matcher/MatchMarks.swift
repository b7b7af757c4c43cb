/// What is known of the event at hand.
///
/// A mark is the number of the event it was set for: nothing has to be cleared. What is asked for together lies together.
struct MatchMarks {
    /// Whether a value of the event passed a test, and whether one outside of shared lists did.
    struct Test {
        var passed: UInt32 = 0
        var passedFreely: UInt32 = 0
        /// Where the test excludes: the number of the value that it failed for last.
        var failed: UInt32 = 0
    }
    /// Whether the event has a value in a field, and whether it has one outside of shared lists.
    struct Field {
        var present: UInt32 = 0
        var presentFreely: UInt32 = 0
    }

    let tests: UnsafeMutableBufferPointer<Test>
    let fields: UnsafeMutableBufferPointer<Field>
    /// The tests that were passed, each once: those that have postings, and those that are second in some.
    let fired: UnsafeMutableBufferPointer<UInt32>
    let seconds: UnsafeMutableBufferPointer<UInt32>
    /// The tests that the value at hand passed.
    let ofValue: UnsafeMutableBufferPointer<UInt32>
    /// For each rule: whether it has matched.
    let matched: UnsafeMutableBufferPointer<UInt32>
    /// The rules that have matched.
    let found: UnsafeMutableBufferPointer<Int>

    /// Sub-rules that are to be checked, and how many of them at once.
    let picked: UnsafeMutableBufferPointer<UInt32>
    static let group = 256

    static func allocate(tests: Int, fields: Int, rules: Int) -> MatchMarks {
        MatchMarks(
            tests: marks(tests, Test()), fields: marks(fields, Field()), fired: marks(tests, 0),
            seconds: marks(tests, 0), ofValue: marks(tests, 0), matched: marks(rules, 0), found: marks(rules, 0),
            picked: marks(group, 0))
    }

    func deallocate() {
        tests.deallocate()
        fields.deallocate()
        for marks in [fired, seconds, ofValue, matched, picked] { marks.deallocate() }
        found.deallocate()
    }

    func clear() {
        tests.update(repeating: Test())
        fields.update(repeating: Field())
        matched.update(repeating: 0)
    }

    private static func marks<Mark>(_ count: Int, _ mark: Mark) -> UnsafeMutableBufferPointer<Mark> {
        let marks = UnsafeMutableBufferPointer<Mark>.allocate(capacity: count)
        marks.initialize(repeating: mark)
        return marks
    }
}
