/// One state of everything: AWS, the journal, every process, and what the invariants need to remember.
struct Situation {
    struct Marks: OptionSet, Hashable, Sendable {
        let rawValue: UInt8
        /// Something other than deaths and pauses has gone wrong or come in between.
        static let trouble = Marks(rawValue: 1)
        /// Somebody has asked for an undo.
        static let undoAsked = Marks(rawValue: 2)
        /// An undo was cut short or has failed, and is asked for again.
        static let undoAgain = Marks(rawValue: 4)
        /// AWS has shown everything contained since the last record.
        static let wasContained = Marks(rawValue: 8)
    }

    var aws: Values
    /// What everybody but Quell wants there to be.
    var rightful: Values
    /// Changes of others that a call overwrote which was on its way already: nobody can keep that from happening.
    var overtaken: UInt16 = 0
    var journal: Histories.Number = 0
    /// Responders, and the undoer at the end.
    var actors: [Actor]
    /// A call without an answer whose effect is still to come.
    var late: Thing?
    var faults: UInt8 = 0
    var executions: UInt8 = 0
    var marks: Marks = []

    init(_ beginning: Values, responders: Int) {
        (aws, rightful) = (beginning, beginning)
        actors = Array(repeating: .idle, count: responders + 1)
    }

    var undoer: Int { actors.count - 1 }

    func isLeased(by others: (Int) -> Bool) -> Bool {
        actors.indices.contains { others($0) && actors[$0].marks.contains(.holds) }
    }

    // MARK: Packed

    /// The state in six words, the same for states that differ only in which responder is which.
    struct Key: Hashable, Sendable {
        let words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
        let responders: UInt8

        static func == (a: Key, b: Key) -> Bool { a.words == b.words }

        func hash(into hasher: inout Hasher) {
            var mixed = words.0 &* 0x9E37_79B9_7F4A_7C15
            for word in [words.1, words.2, words.3, words.4, words.5] {
                mixed = (mixed ^ (mixed >> 29) ^ word) &* 0xBF58_476D_1CE4_E5B9
            }
            hasher.combine(mixed)
        }
    }

    var key: Key {
        var words = actors.dropLast().map(\.packed).sorted(by: >)
        while words.count < 3 { words.append(0) }
        let world =
            UInt64(aws.word) | UInt64(journal) << 22 | UInt64(faults) << 38
            | UInt64((late?.rawValue ?? -1) + 1) << 42 | UInt64(executions) << 46 | UInt64(marks.rawValue) << 48
        return Key(
            words: (
                words[0], words[1], words[2], actors[undoer].packed, world,
                UInt64(rightful.word) | UInt64(overtaken) << 22
            ), responders: UInt8(actors.count - 1))
    }

    init(_ key: Key) {
        let (w, world) = (key.words, key.words.4)
        actors = [w.0, w.1, w.2].prefix(Int(key.responders)).map(Actor.init(packed:)) + [Actor(packed: w.3)]
        aws = Values(word: UInt32(truncatingIfNeeded: world) & 0x3F_FFFF)
        journal = UInt16(truncatingIfNeeded: world >> 22)
        faults = UInt8(truncatingIfNeeded: world >> 38) & 15
        late = Thing(rawValue: Int(world >> 42 & 15) - 1)
        executions = UInt8(truncatingIfNeeded: world >> 46) & 3
        marks = Marks(rawValue: UInt8(truncatingIfNeeded: world >> 48))
        rightful = Values(word: UInt32(truncatingIfNeeded: w.5) & 0x3F_FFFF)
        overtaken = UInt16(truncatingIfNeeded: w.5 >> 22)
    }
}
