/// Something in the journal that Quell promises never happens.
package struct Breach: Hashable, Sendable, Codable {
    /// What is promised; the word is what output and documentation call it.
    package enum Promise: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing is changed without a durable intent of the same step.
        case intentFirst = "intent-first"
        /// Nothing is changed that is not in the frozen plan.
        case planOnly = "plan-only"
        /// The plan, with its ways back, is as it was when the first change was made.
        case planFrozen = "plan-frozen"
        /// A response that says it contained has taken every step that it needed.
        case containedMeansDone = "contained-means-done"
        /// A finding is archived only when its resource is contained and people were told.
        case archivedMeansTold = "archived-means-told"
        /// What was received ends once, and nothing comes after but an undo, or what people decide on a plan that waits.
        case endsOnce = "ends-once"
        /// An exempt, held or not confirmed resource is not changed.
        case handsOff = "hands-off"
        /// A plan that people must approve is frozen once, with their approval of exactly that plan.
        case approvedFirst = "approved-first"
        /// Nothing is changed in a phase that the kill switch has ended.
        case haltedMeansStopped = "halted-means-stopped"
        /// What a person takes back is not done again, and is all back when the journal says so.
        case undoneMeansBack = "undone-means-back"
        /// Changes that did not last are made again three times at most, and only those.
        case thriceAtMost = "thrice-at-most"
        /// One execution a key and generation.
        case oneOfAKind = "one-of-a-kind"
    }

    package let promise: Promise
    package let execution: String
    /// Place in the journal of the entry that breaks it.
    package let sequence: Int
    package let why: String
}
