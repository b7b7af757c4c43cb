import ActionKit

/// What there is in the abstract AWS, each with a value of two bits: 0 as it was found, 1 as Quell makes it, 2 as somebody
/// else made it.
///
/// Of runs and messages the value is how many there are.
enum Thing: Int, CaseIterable, Hashable, Sendable {
    case group, rules, first, second, tag, policy, key, otherKey, run, finding, message

    var phase: Manifest.Phase {
        switch self {
        case .finding: .archive
        case .message: .notify
        case .group, .rules, .first, .second, .tag, .policy, .key, .otherKey, .run: .contain
        }
    }

    /// Whether its step has a way back; the group and its emptiness are kept, and runs and messages cannot be taken back.
    var isUndoable: Bool {
        switch self {
        case .first, .second, .tag, .policy, .key, .otherKey, .finding: true
        case .group, .rules, .run, .message: false
        }
    }

    /// Whether it is a network interface, which goes only on a group that is empty.
    var isInterface: Bool { self == .first || self == .second }

    var bit: UInt16 { 1 << UInt16(rawValue) }
}

/// A value for each thing, packed.
struct Values: Hashable, Sendable {
    var word: UInt32 = 0

    static let bits = UInt64(Thing.allCases.count * 2)

    subscript(thing: Thing) -> UInt8 {
        get { UInt8(truncatingIfNeeded: word >> UInt32(thing.rawValue * 2)) & 3 }
        set {
            let shift = UInt32(thing.rawValue * 2)
            word = word & ~(3 << shift) | UInt32(newValue & 3) << shift
        }
    }

    init(word: UInt32 = 0) { self.word = word }

    init(_ values: [Thing: UInt8]) {
        for (thing, value) in values { self[thing] = value }
    }

    /// What a step's effect reads: a second run looks as the first one.
    func read(_ thing: Thing) -> UInt8 { thing == .run ? min(self[thing], 1) : self[thing] }
}
