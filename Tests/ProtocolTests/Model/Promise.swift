/// What the protocol promises in every state; the numbers are those of Documentation/protocol.md.
enum Promise: String, Hashable, Sendable {
    case intentFirst = "1: no change without a durable intent"
    case planOnly = "2: no change that is not in the frozen plan"
    case planFrozen = "3: the plan, with its ways back, is whole before the first change and never changed afterwards"
    case archivedMeansTold = "4: archived means proven and told"
    case emptyGroup = "5: no interface on a group that has rules"
    case endsOnce = "6: what is received ends once"
    case oneWorker = "7: who has lost the lease makes one call at most"
    case oneOfAKind = "8: one execution, and one start, however often the finding comes"
    case undoRestores = "12: an undo restores what was there, and what others have changed it leaves"
    case crashesDoNotMatter = "13: crashes change nothing of the end"
    case neverSilent = "14: whatever goes wrong, there is an outcome, and people are told"
    case containedMeansContained = "\"contained\" was so when it was proven"
    case undoneStaysUndone = "nothing is done again once an undo has begun"
}
