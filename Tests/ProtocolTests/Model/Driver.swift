import ActionKit
import Engine

/// The driver around the engine's `Execution`, step by step: everything that it can do next from a state, and everything
/// that can go wrong.
///
/// What comes next after which records is not modelled: the engine's own `Execution` says it. What is modelled is how
/// `Responder`, `Run`, `StepRunner` and `Undoer` act on it, with one transition for each write of the journal and each
/// call of AWS. Between any two of them any other process may do something, or this one may be paused or die.
struct Driver {
    let skeleton: Skeleton
    let histories: Histories
    let mutants: Mutant
    /// How many things may go wrong, and how often somebody may come in between.
    let faults: Int
    /// Whether transitions have names: that takes time, and only a path needs them.
    var isNaming = false

    /// One transition.
    struct Next {
        let name: String
        let actor: Int
        let isFault: Bool
        let situation: Situation
        let broken: Promise?
    }

    func isBroken(_ mutant: Mutant) -> Bool { mutants.contains(mutant) }

    /// Everything that can happen next.
    func all(from situation: Situation) -> [Next] {
        var next: [Next] = []
        for index in 0..<situation.undoer { respond(index, situation, &next) }
        undo(situation, &next)
        land(situation, &next)
        if Int(situation.faults) < faults {
            for index in situation.actors.indices where situation.actors[index].place != .idle {
                fail(index, situation, &next)
            }
            interfere(situation, &next)
        }
        return next
    }

    /// Adds a transition: `change` makes it and answers what it breaks.
    func add(
        _ name: @autoclosure () -> String, _ index: Int, _ situation: Situation, isFault: Bool = false,
        to next: inout [Next],
        _ change: (inout Situation) -> Promise?
    ) {
        var after = situation
        if isFault { after.faults += 1 }
        let broken = change(&after)
        if skeleton.isContained(in: after.aws) { after.marks.insert(.wasContained) }
        next.append(
            Next(
                name: isNaming ? name() : "", actor: index, isFault: isFault, situation: after,
                broken: broken ?? Invariants.inEveryState(after)))
    }

    /// A call without an answer has its effect in the end.
    private func land(_ situation: Situation, _ next: inout [Next]) {
        guard let thing = situation.late else { return }
        add("land \(thing)", -1, situation, to: &next) { after in
            after.late = nil
            take(thing, &after)
            return nil
        }
    }

    // MARK: AWS

    /// What a call does; false where AWS refuses it.
    @discardableResult
    func take(_ thing: Thing, _ situation: inout Situation) -> Bool {
        switch thing {
        case .group:
            guard situation.aws[.group] == 0 else { return false }
            situation.aws[.group] = 1
            situation.aws[.rules] = 0
        case .rules:
            guard situation.aws[.group] == 1 else { return false }
            situation.aws[.rules] = 1
        case .run: situation.aws[.run] = isBroken(.noToken) ? min(situation.aws[.run] + 1, 2) : 1
        case .message: situation.aws[.message] = min(situation.aws[.message] + 1, 3)
        case .first, .second, .tag, .policy, .key, .otherKey, .finding:
            overtake(thing, &situation)
            situation.aws[thing] = 1
        }
        return true
    }

    /// Remembers where a call overwrites what somebody else has changed.
    private func overtake(_ thing: Thing, _ situation: inout Situation) {
        let (now, before) = (situation.aws[thing], histories[situation.journal].before[thing])
        if now != 1, now != before { situation.overtaken |= thing.bit }
    }

    // MARK: The journal

    /// `Run.write`, and the intent of `Run.apply`: renews the lease, and appends after what this process knows of.
    ///
    /// `then` goes on where that works. Where it does not, the process throws, and the event comes again. What an undo writes
    /// behind its beginning needs no more than the lease: no responder writes there any more.
    func write(
        _ letter: Letter, _ index: Int, _ situation: inout Situation, then: (inout Actor) -> Void
    ) -> Promise? {
        var actor = situation.actors[index]
        if actor.marks.contains(.lapsed), !actor.marks.contains(.renewed), !isBroken(.noLease) {
            if situation.isLeased(by: { $0 != index }) { return giveUp(index, &situation) }
            actor.marks.remove([.lapsed, .strayed])
            actor.marks.insert(.holds)
        }
        let isFenced = letter == .undoRequested || !letter.isOfUndo
        if actor.marks.contains(.stale), isFenced, !isBroken(.noFence) { return giveUp(index, &situation) }
        if actor.marks.contains(.renewed) { actor.marks.remove([.renewed, .fresh]) }
        let broken = Invariants(self).writing(letter, in: situation)
        situation.journal = histories.after(situation.journal, letter)
        situation.marks.remove(.wasContained)
        actor.known = histories.after(actor.known, letter)
        then(&actor)
        situation.actors[index] = actor
        for other in situation.actors.indices where other != index && situation.actors[other].place != .idle {
            situation.actors[other].marks.insert(.stale)
        }
        return broken
    }

    /// The process throws: its event, or its person, comes again.
    @discardableResult
    func giveUp(_ index: Int, _ situation: inout Situation) -> Promise? {
        situation.actors[index] = .idle
        if index == situation.undoer { situation.marks.insert(.undoAgain) }
        return nil
    }
}
