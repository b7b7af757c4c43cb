/// How sub-rules are found in a table of words: under pairs of tests that must both have been passed.
///
/// The first one is a test of the clause that few sub-rules share, the second one of the clause that comes next in that, or test
/// 0 where there is none. So hardly any sub-rule is looked at that does not match.
enum Postings {
    /// For each test there is a word: where its postings begin, 0 where it has none; and a mark, whether it is second to others.
    static let isSecond: UInt32 = 1 << 31

    /// There, one less than the number of buckets, a power of two, is followed by where each bucket begins, and where the last
    /// one ends; and then by postings, bucket by bucket.
    @inline(__always)
    static func bucket(_ second: UInt32, _ mask: UInt32) -> Int { Int(second & mask) }

    /// A posting is its second test, and where its sub-rule lies in the table.
    static let size = 2

    /// How many tests a second clause may have: a posting is written for each.
    static let secondLimit = 16
}

/// How sub-rules lie in a table of words, their clauses in the order in which they are decided.
///
/// A sub-rule is the number of its rule, a word of marks, and its clauses; those that it is found by are there only where lists
/// must be looked at. A clause is its field, a word of marks, and its tests.
enum Program {
    /// Marks of a sub-rule: whether two clauses may lie in elements of one list; then the number of clauses.
    static let isShared: UInt32 = 1
    static let clauseShift: UInt32 = 1
    /// Marks of a clause: whether absence is enough; then the number of tests.
    static let allowsAbsence: UInt32 = 1
    static let testShift: UInt32 = 1
}
