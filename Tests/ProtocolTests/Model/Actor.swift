/// One process: where it stands in the driver, and what it knows.
struct Actor: Hashable, Sendable {
    /// The next thing that it does and others can see: a write of the journal, a read or a call of AWS.
    enum Place: UInt8, Sendable {
        case idle
        /// `Responder.respond`: it has looked the finding up, and nobody has begun; it is to begin.
        case admitting
        /// `Responder.resume`: to take the lease.
        case claiming
        /// `Run.finish`: to do what comes next.
        case ready
        /// `Run.decide`: to write down what it has decided on what it has read.
        case decided
        /// `StepRunner.look` has found the effect; to write that down.
        case found
        /// `StepRunner.look` has found something else.
        case changed
        /// `StepRunner.run`: to write the intent.
        case intending
        case calling
        /// The call has ended with an error that may pass.
        case erredForNow
        case erredForGood
        /// `StepRunner.readBack`, and the record of what it reads.
        case reading
        case failing
        /// `Run.verify` has read everything; to conclude.
        case proving
        /// `Undoer`: to write down that somebody asks.
        case requesting
        /// To wait for calls that may still land, and then to look.
        case draining
        case refusing
        case undoing
        case undoCalling
        /// `Undoer.readBack`, and the record of what it reads.
        case undoReading
    }

    struct Marks: OptionSet, Hashable, Sendable {
        let rawValue: UInt16
        static let holds = Marks(rawValue: 1)
        /// Its lease has run out while it was paused; it finds out at its next renewal.
        static let lapsed = Marks(rawValue: 2)
        /// It was paused between the renewal and the write.
        static let renewed = Marks(rawValue: 4)
        /// Somebody else has written since it has read the journal.
        static let stale = Marks(rawValue: 8)
        /// It has made the plan in this run; together with `fresh`, a moment ago.
        static let planner = Marks(rawValue: 16)
        static let fresh = Marks(rawValue: 32)
        /// It has looked before this step.
        static let looked = Marks(rawValue: 64)
        /// It has planned anew because of a change that was not its own.
        static let replanned = Marks(rawValue: 128)
        /// It has made a call without the lease.
        static let strayed = Marks(rawValue: 256)
    }

    var place = Place.idle
    var attempt: UInt8 = 0
    var marks: Marks = []
    /// The execution as it knows it.
    var known: Histories.Number = 0
    /// What it has read of AWS and still goes by.
    var seen = Values()

    static let idle = Actor()

    init() {}

    var packed: UInt64 {
        UInt64(place.rawValue) | UInt64(attempt) << 8 | UInt64(marks.rawValue) << 10 | UInt64(known) << 20
            | UInt64(seen.word) << 36
    }

    init(packed: UInt64) {
        place = Place(rawValue: UInt8(truncatingIfNeeded: packed)) ?? .idle
        attempt = UInt8(truncatingIfNeeded: packed >> 8) & 3
        marks = Marks(rawValue: UInt16(truncatingIfNeeded: packed >> 10) & 1_023)
        known = UInt16(truncatingIfNeeded: packed >> 20)
        seen = Values(word: UInt32(truncatingIfNeeded: packed >> 36))
    }
}
