/// How sub-rules are found in a table of words: under pairs of tests that must both have been passed.
///
/// The first one is a test of the clause that few sub-rules share, the second one of the clause that comes next in that, or test
/// 0 where there is none. So hardly any sub-rule is looked at that does not match.
enum Postings {
    /// For each test there is a word: where its postings begin, 0 where it has none; and a mark, whether it is second to others.
    static let isSecond: UInt32 = 1 << 31

    /// Where there would be one posting alone, of a rule that asks nothing else, there is another mark, and that rule.
    static let isRule: UInt32 = 1 << 30
    static let marks = isSecond | isRule

    /// A posting is its second test, and the number of its sub-rule.
    ///
    /// Up to 256 are a list: how many they are, with this mark, all second tests, and all sub-rules. A short list is gone
    /// through, and in a longer one all second tests are compared at once. There they take half a word each, so that it is only
    /// made where the numbers of all tests are short enough; and so do sub-rules, with another mark, where theirs are too.
    static let isList: UInt32 = 1 << 31
    static let isHalved: UInt32 = 1 << 30
    static let listLimit = 256
    static let shortListLimit = 16

    /// The words that tests, or sub-rules, take in a list that is not short.
    @inline(__always)
    static func halved(_ count: Int) -> Int { (count &+ 1) / 2 }

    /// More lie in buckets: one less than the number of these, a power of two, where each begins and the last one ends, and then
    /// postings of two words, bucket by bucket.
    static let size = 2

    @inline(__always)
    static func bucket(_ second: UInt32, _ mask: UInt32) -> Int { Int(second & mask) }

    /// How many tests a second clause may have: a posting is written for each.
    static let secondLimit = 32
}

/// How sub-rules lie in a table of words.
///
/// What they ask beside the tests that they are found by is a condition. Many rules differ in one or two clauses only: what they
/// ask beside these is the same, stored once, and decided at most once for an event.
///
/// Where lists must be looked at, all clauses count, in the order in which they are decided: so these are there too.
enum SubRules {
    /// For each sub-rule the number of its rule, and where its condition lies, 0 where it asks nothing; and, in a list of their
    /// own as they are seldom asked for, where all its clauses lie, 0 where no two of them may lie in elements of one list.
    static let size = 2

    /// A condition is its number, and then clauses.
    ///
    /// Clauses are how many they are, and then each: its field, a word of marks, and its tests.
    ///
    /// Marks are whether absence is enough, and then the number of tests.
    static let allowsAbsence: UInt32 = 1
    static let testShift: UInt32 = 1
}
