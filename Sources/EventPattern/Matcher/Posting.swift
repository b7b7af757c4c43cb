/// A sub-rule that a test may complete, under the test that few sub-rules share.
///
/// Most sub-rules fail at a second clause; which of its tests were passed is summed up in 64 bits for each field, so that most
/// are refused without being looked at.
struct Posting {
    /// The bits of the tests of the second clause; all where there is none.
    var signature: UInt64
    /// The second clause's field; 0 where there is none.
    var field: UInt32
    /// Where the sub-rule lies in the table of sub-rules.
    var program: UInt32
}

/// How sub-rules lie in a table of words, their clauses in the order in which they are decided.
///
/// A sub-rule is the number of its rule, a word of marks, and its clauses; the one that triggers it, which has been passed, is
/// there only where lists must be looked at. A clause is its field, a word of marks, and its tests.
enum Program {
    /// Marks of a sub-rule: whether two clauses may lie in elements of one list; then the number of clauses.
    static let isShared: UInt32 = 1
    static let clauseShift: UInt32 = 1
    /// Marks of a clause: whether absence is enough, and whether it is the one that triggers; then the number of tests.
    static let allowsAbsence: UInt32 = 1
    static let triggers: UInt32 = 2
    static let testShift: UInt32 = 2

    @inline(__always)
    static func bit(_ test: UInt32) -> UInt64 { 1 &<< UInt64(test & 63) }
}
