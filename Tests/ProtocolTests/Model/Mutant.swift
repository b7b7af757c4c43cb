/// A way in which the driver can be wrong.
struct Mutant: OptionSet, Hashable, Sendable {
    let rawValue: UInt32

    static let noLease = Mutant(rawValue: 1 << 0)
    /// Records are written whatever others have written meanwhile.
    static let noFence = Mutant(rawValue: 1 << 1)
    /// The execution is read before the lease is taken, and not again.
    static let readsBeforeClaim = Mutant(rawValue: 1 << 2)
    static let noDrain = Mutant(rawValue: 1 << 3)
    static let archivesBeforeProof = Mutant(rawValue: 1 << 4)
    static let archivesBeforeTelling = Mutant(rawValue: 1 << 5)
    static let archivesPartial = Mutant(rawValue: 1 << 6)
    static let existenceIsEmptiness = Mutant(rawValue: 1 << 7)
    static let planAfterFirstChange = Mutant(rawValue: 1 << 8)
    static let intentAfterCall = Mutant(rawValue: 1 << 9)
    static let noLookAfterCrash = Mutant(rawValue: 1 << 10)
    /// What others have changed is overwritten.
    static let ignoresChange = Mutant(rawValue: 1 << 11)
    static let endsSilently = Mutant(rawValue: 1 << 12)
    /// A second delivery is a second finding.
    static let eventIdentity = Mutant(rawValue: 1 << 13)
    /// Who has found nobody begins, whoever has begun meanwhile.
    static let unconditionalBegin = Mutant(rawValue: 1 << 14)
    static let noProof = Mutant(rawValue: 1 << 15)
    static let journalAhead = Mutant(rawValue: 1 << 16)
    static let noReadBack = Mutant(rawValue: 1 << 17)
    static let undoWithoutCompare = Mutant(rawValue: 1 << 18)
    static let undoTwice = Mutant(rawValue: 1 << 19)
    static let undoForgetsDoubt = Mutant(rawValue: 1 << 20)
    /// The undo goes by what it read before it asked.
    static let undoReadsBeforeAsking = Mutant(rawValue: 1 << 21)
    static let undoBlindly = Mutant(rawValue: 1 << 22)
    static let noToken = Mutant(rawValue: 1 << 23)
    static let undoIgnoresLease = Mutant(rawValue: 1 << 24)
    /// The original values are those that a crashed run has left.
    static let plansAnewAfterCrash = Mutant(rawValue: 1 << 25)
}
