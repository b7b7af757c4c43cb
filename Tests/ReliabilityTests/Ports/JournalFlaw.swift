import Engine

/// A way in which a journal can break what every journal promises.
enum JournalFlaw: String, CaseIterable, Sendable {
    case losesIntents = "loses intents"
    case writesIntentsLate = "writes an intent only with the next record"
    case losesPlans = "loses plans"
    case losesObservations = "loses observations"
    case losesConclusions = "loses conclusions"
    case losesEnds = "loses ends"
    case writesTwice = "writes every record twice"
    case hidesTheLast = "does not show the last entry"
    case beginsAgain = "begins what has begun"
    case forgetsKeys = "forgets keys"
    case leasesNeverEnd = "never ends a lease"
    case writesUnconditionally = "writes whatever others have written"
    case leasesToAll = "gives a lease to everybody"
    case losesUndos = "loses what is written of an undo"

    /// Whether a record is not stored although the journal says so.
    func loses(_ record: Record) -> Bool {
        switch (self, record) {
        case (.losesIntents, .intent), (.losesPlans, .planned), (.losesObservations, .observed),
            (.losesConclusions, .concluded), (.losesEnds, .closed), (.losesUndos, .undoRequested),
            (.losesUndos, .undoObserved), (.losesUndos, .undone):
            true
        default: false
        }
    }
}
