/// Walks the journal's entries in order and stops at the first one that is not what it was when it was written.
package struct ChainWalk: Sendable {
    private var count = 0
    private var last = Entry.origin
    private var broken: Verification.Break?

    package init() {}

    package var verification: Verification { Verification(entries: count, firstBroken: broken) }

    /// False at the first broken link; nothing after it says anything.
    ///
    /// `kind` is for journals that keep the record's kind beside its text, where no hash covers it.
    package mutating func accepts(
        text: String, sequence: Int, execution: String, time: String, previous: String, hash: String,
        kind: String? = nil
    ) -> Bool {
        let wanted = Entry.hash(text: text, sequence: sequence, execution: execution, time: time, previous: previous)
        let why: String? =
            if sequence != count + 1 {
                "Entry \(count + 1) is missing."
            } else if previous != last {
                "It is not chained to the entry before it."
            } else if hash != wanted {
                "Its contents are not what its hash was made of."
            } else if let kind, kind != (try? Canonical.value(Record.self, from: text))?.kind {
                "Its kind is not that of its record."
            } else {
                nil
            }
        if let why {
            broken = Verification.Break(sequence: sequence, execution: execution, why: why)
            return false
        }
        count += 1
        last = hash
        return true
    }
}
