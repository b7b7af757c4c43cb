/// What is known of the event at hand.
///
/// Most marks are the number of the event they were set for: nothing has to be cleared. What is asked for together lies together.
struct MatchMarks {
    struct Test {
        /// Whether a value of the event outside of shared lists passed the test.
        var passedFreely: UInt32 = 0
        /// Where the test excludes: the number of the value that it failed for last.
        var failed: UInt32 = 0
    }
    /// Whether the event has a value in a field, and whether it has one outside of shared lists.
    struct Field {
        var present: UInt32 = 0
        var presentFreely: UInt32 = 0
    }
    /// For each condition whether it has been decided for the event, and whether it held.
    struct Condition {
        var decided: UInt32 = 0
        var held: UInt32 = 0
    }

    /// For each test whether a value of the event passed it, and the tests that were.
    ///
    /// That is asked very often, and of very many tests: as bits they lie so near that nothing is waited for.
    let passed: Bits
    let passedTests: UnsafeMutableBufferPointer<UInt32>
    let tests: UnsafeMutableBufferPointer<Test>
    let fields: UnsafeMutableBufferPointer<Field>
    let conditions: UnsafeMutableBufferPointer<Condition>
    /// The tests that were passed, each once: those that have postings, and those that are second in some.
    let fired: UnsafeMutableBufferPointer<UInt32>
    let seconds: UnsafeMutableBufferPointer<UInt32>
    /// The tests that the value at hand passed.
    let ofValue: UnsafeMutableBufferPointer<UInt32>
    /// For each rule: whether it has matched.
    let matched: UnsafeMutableBufferPointer<UInt32>
    /// The rules that have matched.
    let found: UnsafeMutableBufferPointer<Int>

    /// Postings among which some are to be picked: those whose second test is this.
    struct Bucket {
        var start: UInt32 = 0
        var end: UInt32 = 0
        var second: UInt32 = 0
    }
    let buckets: UnsafeMutableBufferPointer<Bucket>
    /// Sub-rules that are to be checked; and how many of them, and of buckets, at once.
    let picked: UnsafeMutableBufferPointer<UInt32>
    let places: UnsafeMutableBufferPointer<UInt16>
    static let group = 256

    static func allocate(tests: Int, fields: Int, conditions: Int, rules: Int) -> MatchMarks {
        MatchMarks(
            passed: Bits(tests), passedTests: marks(tests, 0), tests: marks(tests, Test()),
            fields: marks(fields, Field()), conditions: marks(conditions, Condition()), fired: marks(tests, 0),
            seconds: marks(tests, 0), ofValue: marks(tests, 0), matched: marks(rules, 0), found: marks(rules, 0),
            buckets: marks(group, Bucket()), picked: marks(group, 0),
            places: marks(Postings.listLimit, 0))
    }

    func deallocate() {
        passed.words.deallocate()
        tests.deallocate()
        fields.deallocate()
        buckets.deallocate()
        conditions.deallocate()
        for marks in [passedTests, fired, seconds, ofValue, matched, picked] { marks.deallocate() }
        found.deallocate()
        places.deallocate()
    }

    func clear() {
        tests.update(repeating: Test())
        fields.update(repeating: Field())
        conditions.update(repeating: Condition())
        matched.update(repeating: 0)
    }

    /// Forgets the tests that were passed, as many as there are.
    ///
    /// Test 0 always is.
    @inline(__always)
    func forget(_ count: Int) {
        for index in 0..<count { passed.forget(Int(passedTests[index])) }
        passed.insert(0)
    }

    private static func marks<Mark>(_ count: Int, _ mark: Mark) -> UnsafeMutableBufferPointer<Mark> {
        let marks = UnsafeMutableBufferPointer<Mark>.allocate(capacity: count)
        marks.initialize(repeating: mark)
        return marks
    }
}

/// A bit for each of some numbers.
struct Bits {
    fileprivate let words: UnsafeMutablePointer<UInt64>

    fileprivate init(_ count: Int) {
        words = .allocate(capacity: count / 64 + 1)
        words.initialize(repeating: 0, count: count / 64 + 1)
    }

    @inline(__always)
    func contains(_ number: Int) -> Bool { words[number &>> 6] &>> UInt64(number & 63) & 1 != 0 }

    @inline(__always)
    func insert(_ number: Int) { words[number &>> 6] |= 1 &<< UInt64(number & 63) }

    /// Takes a number out, and those near it, of which none is to be kept.
    @inline(__always)
    fileprivate func forget(_ number: Int) { words[number &>> 6] = 0 }
}
