import ActionKit
import Engine
import JSON

/// What the engine's `Execution` says after some records, in a form that is quick to ask.
struct Facts: Sendable {
    let next: Execution.Command
    /// The thing of the step that comes next.
    let thing: Thing?
    let outcome: Outcome?
    let isClosed: Bool
    let isUndoBegun: Bool
    let isUndone: Bool
    /// Whether some step is taken back.
    let isPartlyUndone: Bool
    /// Whether an undo finds anything to do.
    let isUndoable: Bool
    /// Value of each planned thing when the plan was made.
    let before: Values
    // Sets of things, a bit each.
    private(set) var planned: UInt16 = 0
    private(set) var called: UInt16 = 0
    /// Done by Quell, or begun.
    private(set) var touched: UInt16 = 0
    private(set) var failed: UInt16 = 0
    private(set) var doubtful: UInt16 = 0
    /// Seen to work, whoever did it.
    private(set) var holding: UInt16 = 0
    /// Planned in the phase `contain` and not begun.
    private(set) var waiting: UInt16 = 0

    init(_ execution: Execution) {
        next = execution.next
        outcome = execution.conclusion?.outcome
        isClosed = execution.isClosed
        isUndoBegun = execution.isUndoBegun
        isUndone = execution.isUndone
        isPartlyUndone = execution.steps.contains { execution.state(of: $0) == .undone }
        isUndoable = execution.isUndoable || !execution.doubtful.isEmpty
        var (thing, before): (Thing?, Values) = (nil, Values())
        for candidate in Thing.allCases {
            let name = Letter.name(candidate)
            if case .apply(name, _) = next { thing = candidate }
            if execution.called.contains(name) { called |= candidate.bit }
            guard let step = execution.step(name) else { continue }
            planned |= candidate.bit
            before[candidate] = UInt8(step.effect?.before.int ?? 0)
            if execution.doubtful.contains(name) { doubtful |= candidate.bit }
            switch execution.state(of: name) {
            case .planned: waiting |= candidate.bit
            case .intended: touched |= candidate.bit
            case .done:
                touched |= candidate.bit
                holding |= candidate.bit
            case .alreadyDone: holding |= candidate.bit
            case .failed: failed |= candidate.bit
            case .undone: break
            }
        }
        self.thing = thing
        self.before = before
    }

    func has(_ thing: Thing, in set: UInt16) -> Bool { set & thing.bit != 0 }

    /// Things of the phase `contain`.
    static let containing = Thing.allCases.filter { $0.phase == .contain }.reduce(UInt16(0)) { $0 | $1.bit }
}
