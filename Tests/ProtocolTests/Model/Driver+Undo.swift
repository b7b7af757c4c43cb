import ActionKit
import Engine

extension Driver {
    /// What `Undoer.undo` does next.
    ///
    /// That somebody asks for an undo counts as a fault; that one which was cut short is asked for again does not.
    func undo(_ situation: Situation, _ next: inout [Next]) {
        let index = situation.undoer
        let actor = situation.actors[index]
        let facts = histories[actor.known]
        switch actor.place {
        case .idle:
            guard situation.marks.contains(.undoAgain) else { return }
            add("ask for the undo again", index, situation, to: &next) { after in
                after.marks.remove(.undoAgain)
                after.actors[index].place = .claiming
                return nil
            }
        case .claiming: claimUndo(index, situation, &next)
        case .requesting:
            add("write that an undo is asked for", index, situation, to: &next) { after in
                // It is written after what was read, or read anew: a call may have been begun meanwhile.
                if isBroken(.undoReadsBeforeAsking) { after.actors[index].marks.remove(.stale) }
                return write(.undoRequested, index, &after) { $0.place = .draining }
            }
        case .draining: drain(index, situation, &next)
        case .refusing:
            add("refuse the undo", index, situation, to: &next) { after in
                write(.undoRefused, index, &after) { $0 = .idle }
            }
        case .undoing: takeBack(facts, index, situation, &next)
        case .undoCalling:
            guard let thing = way(facts, actor) else { return }
            add("take \(thing) back", index, situation, to: &next) { after in
                let broken = back(thing, &after)
                after.actors[index].place = .undoReading
                return broken
            }
        case .undoReading: readUndone(facts, index, situation, &next)
        default: break
        }
    }

    /// `Undoer.undo`: takes the lease and reads the execution only then.
    private func claimUndo(_ index: Int, _ situation: Situation, _ next: inout [Next]) {
        guard isBroken(.undoIgnoresLease) || !situation.isLeased(by: { $0 != index }) else { return }
        add("claim", index, situation, to: &next) { after in
            let facts = histories[after.journal]
            guard facts.isUndone ? isBroken(.undoTwice) : facts.isUndoable else {
                after.actors[index] = .idle
                return nil
            }
            after.actors[index].marks = .holds
            after.actors[index].known = after.journal
            after.actors[index].place = .requesting
            return nil
        }
    }

    /// Waits until no call can land any more, and looks at everything it would take back.
    private func drain(_ index: Int, _ situation: Situation, _ next: inout [Next]) {
        let mayLand = situation.late != nil || situation.actors.dropLast().contains { $0.place == .calling }
        guard !mayLand || isBroken(.noDrain) else { return }
        let facts = histories[situation.actors[index].known]
        add("look at what is to be taken back", index, situation, to: &next) { after in
            var actor = after.actors[index]
            actor.seen = after.aws
            let ways = skeleton.order.filter { isWay($0, facts, actor.seen) }
            let conflicts = ways.filter { actor.seen[$0] != 1 && actor.seen[$0] != facts.before[$0] }
            // Nothing of it holds: what was asked for stands, and nothing is taken back.
            guard !ways.isEmpty || facts.isPartlyUndone else {
                after.actors[index] = .idle
                return nil
            }
            actor.place = conflicts.isEmpty || isBroken(.undoWithoutCompare) ? .undoing : .refusing
            after.actors[index] = actor
            return nil
        }
    }

    private func isWay(_ thing: Thing, _ facts: Facts, _ seen: Values) -> Bool {
        guard thing.isUndoable, facts.has(thing, in: facts.planned) else { return false }
        if facts.has(thing, in: facts.touched) { return true }
        if isBroken(.undoTwice), facts.isUndone { return seen[thing] == 1 && facts.has(thing, in: facts.called) }
        return !isBroken(.undoForgetsDoubt) && facts.has(thing, in: facts.doubtful) && seen[thing] == 1
    }

    /// The next thing that is taken back: the last one first.
    func way(_ facts: Facts, _ actor: Actor) -> Thing? {
        skeleton.order.last { isWay($0, facts, actor.seen) && !actor.hasPassed($0) }
    }

    private func takeBack(_ facts: Facts, _ index: Int, _ situation: Situation, _ next: inout [Next]) {
        let actor = situation.actors[index]
        guard let thing = way(facts, actor) else {
            return add("end the undo", index, situation, to: &next) { after in
                write(.undone, index, &after) { $0 = .idle }
            }
        }
        if actor.seen[thing] == facts.before[thing], !isBroken(.undoBlindly) {
            return add("observe that \(thing) is back", index, situation, to: &next) { after in
                write(.undoObserved(thing), index, &after) { $0.pass(thing) }
            }
        }
        add("intend to take \(thing) back", index, situation, to: &next) { after in
            write(.undoIntent(thing), index, &after) { $0.place = .undoCalling }
        }
    }

    /// The call of an undo, and what it must not do.
    func back(_ thing: Thing, _ situation: inout Situation) -> Promise? {
        let facts = histories[situation.journal]
        let (now, before) = (situation.aws[thing], facts.before[thing])
        var broken: Promise?
        if now != 1, now != before {
            if situation.actors[situation.undoer].seen[thing] == now { broken = .undoRestores }
            situation.overtaken |= thing.bit
        }
        situation.aws[thing] = before
        return broken
    }

    private func readUndone(_ facts: Facts, _ index: Int, _ situation: Situation, _ next: inout [Next]) {
        let actor = situation.actors[index]
        guard let thing = way(facts, actor) else { return }
        let isBack = situation.aws[thing] == facts.before[thing] || isBroken(.undoBlindly)
        add(isBack ? "read that \(thing) is back" : "fail to take \(thing) back", index, situation, to: &next) {
            after in
            guard isBack else {
                return write(.undoFailed(thing), index, &after) { $0 = .idle } ?? again(&after)
            }
            return write(.undoObserved(thing), index, &after) { actor in
                actor.place = .undoing
                actor.pass(thing)
            }
        }
    }

    private func again(_ situation: inout Situation) -> Promise? {
        situation.marks.insert(.undoAgain)
        return nil
    }
}

extension Actor {
    /// What the undoer has taken back in this run is of no more interest to it.
    fileprivate mutating func pass(_ thing: Thing) { seen[thing] = 3 }
    fileprivate func hasPassed(_ thing: Thing) -> Bool { seen[thing] == 3 }
}
