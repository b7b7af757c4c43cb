/// How sub-rules are found in a table of words: under pairs of tests that must both have been passed.
///
/// The first one is a test of the clause that few sub-rules share, the second one of the clause that comes next in that, or test
/// 0 where there is none. So hardly any sub-rule is looked at that does not match.
enum Postings {
    /// For each test there is a word: where its postings begin, 0 where it has none; and a mark, whether it is second to others.
    static let isSecond: UInt32 = 1 << 31

    /// Few lie in a list: a head, which is their number and this mark, and then all second tests, and all sub-rules.
    static let isList: UInt32 = 1 << 31
    /// So many lie there at most; and those up to which second tests take a word each, and half a word beyond.
    static let listLimit = 256
    static let shortListLimit = 16

    /// The words that the second tests of a list take which is not short.
    @inline(__always)
    static func words(_ count: Int) -> Int { (count &+ 1) / 2 }

    /// There, one less than the number of buckets, a power of two, is followed by where each bucket begins, and where the last
    /// one ends; and then by postings, bucket by bucket.
    @inline(__always)
    static func bucket(_ second: UInt32, _ mask: UInt32) -> Int { Int(second & mask) }

    /// A posting is its second test, and the number of its sub-rule.
    static let size = 2

    /// How many tests a second clause may have: a posting is written for each.
    static let secondLimit = 32
}

/// How sub-rules lie in a table of words.
///
/// What they ask beside the tests that they are found by is a condition. Many rules differ in one or two clauses only: what they
/// ask beside these is the same, stored once, and decided at most once for an event. Condition 0 asks nothing.
///
/// Where lists must be looked at, all clauses count, in the order in which they are decided: so these are there too.
enum SubRules {
    /// For each sub-rule the number of its rule, and that of its condition; and, in a list of their own as they are seldom asked
    /// for, where all its clauses lie, 0 where no two of them may lie in elements of one list.
    static let size = 2

    /// Clauses are how many they are, and then each: its field, a word of marks, and its tests.
    ///
    /// Marks are whether absence is enough, and then the number of tests.
    static let allowsAbsence: UInt32 = 1
    static let testShift: UInt32 = 1
}
