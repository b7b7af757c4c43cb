import ActionKit
import Engine

extension Driver {
    /// What can go wrong for one process.
    func fail(_ index: Int, _ situation: Situation, _ next: inout [Next]) {
        let actor = situation.actors[index]
        func fault(
            _ name: String, isDeath: Bool = false, _ change: (inout Situation) -> Promise?
        ) {
            add(name, index, situation, isFault: true, to: &next) { after in
                if !isDeath { after.marks.insert(.trouble) }
                return change(&after)
            }
        }
        // Its lease ends with it or some time later: nobody else can tell.
        fault("die", isDeath: true) { after in giveUp(index, &after) }
        if actor.marks.contains(.holds) {
            fault("be paused until the lease has run out", isDeath: true) { after in
                lapse(index, &after, renewed: false)
                return nil
            }
            if isWriting(actor) {
                fault("be paused between the renewal and the write", isDeath: true) { after in
                    lapse(index, &after, renewed: true)
                    return nil
                }
            }
        }
        switch actor.place {
        case .calling:
            guard let thing = stepInHand(actor) else { return }
            failCall(thing, index, situation, fault)
        case .undoCalling:
            fault("lose the call") { after in
                after.actors[index].place = .undoReading
                return nil
            }
            fault("die after the effect") { after in
                let broken = way(histories[actor.known], actor).flatMap { back($0, &after) }
                giveUp(index, &after)
                return broken
            }
        default: break
        }
    }

    private func failCall(
        _ thing: Thing, _ index: Int, _ situation: Situation,
        _ fault: (String, Bool, (inout Situation) -> Promise?) -> Void
    ) {
        func calling(_ after: inout Situation) -> Promise? { Invariants(self).changing(thing, by: index, in: after) }
        fault("lose the call", false) { after in
            after.actors[index].place = .erredForNow
            return nil
        }
        fault("be refused", false) { after in
            after.actors[index].place = .erredForGood
            return nil
        }
        fault("lose the answer", false) { after in
            let broken = calling(&after)
            take(thing, &after)
            after.actors[index].place = .erredForNow
            return broken
        }
        fault("die after the effect", true) { after in
            let broken = calling(&after)
            take(thing, &after)
            giveUp(index, &after)
            return broken
        }
        guard situation.late == nil else { return }
        fault("lose the answer before the effect", false) { after in
            let broken = calling(&after)
            after.late = thing
            after.actors[index].place = .erredForNow
            return broken
        }
        fault("die before the effect", true) { after in
            let broken = calling(&after)
            after.late = thing
            giveUp(index, &after)
            return broken
        }
    }

    private func lapse(_ index: Int, _ situation: inout Situation, renewed: Bool) {
        situation.actors[index].marks.remove(renewed ? .holds : [.holds, .fresh])
        situation.actors[index].marks.insert(renewed ? [.lapsed, .renewed] : .lapsed)
    }

    /// Whether the next thing that a process does is a write.
    private func isWriting(_ actor: Actor) -> Bool {
        switch actor.place {
        case .decided, .found, .intending, .reading, .failing, .proving, .requesting, .refusing, .undoing, .undoReading:
            true
        case .ready:
            switch histories[actor.known].next {
            case .apply(_, let isFresh): isFresh && actor.marks.contains(.fresh)
            case .nothing, .verify, .hold, .decide(.contain): false
            case .confirm, .decide, .amend, .close: true
            }
        case .idle, .admitting, .claiming, .changed, .calling, .erredForNow, .erredForGood, .draining, .undoCalling:
            false
        }
    }

    /// Others: somebody asks for an undo, or changes something by hand.
    func interfere(_ situation: Situation, _ next: inout [Next]) {
        let facts = histories[situation.journal]
        let mayAsk = !situation.marks.contains(.undoAsked) || (isBroken(.undoTwice) && facts.isUndone)
        if mayAsk, situation.executions == 1, situation.actors[situation.undoer].place == .idle {
            add("ask for an undo", situation.undoer, situation, isFault: true, to: &next) { after in
                after.marks.insert([.undoAsked, .trouble])
                after.actors[after.undoer].place = .claiming
                return nil
            }
        }
        for thing in skeleton.disturbed {
            for value in foreign(thing, facts) where situation.aws[thing] != value {
                // Nobody puts rules on a group that is not there.
                if thing == .rules, situation.aws[.group] == 0 { continue }
                add("somebody sets \(thing) to \(value)", -1, situation, isFault: true, to: &next) { after in
                    after.marks.insert(.trouble)
                    after.aws[thing] = value
                    if thing.isUndoable { after.rightful[thing] = value }
                    return nil
                }
            }
        }
    }

    /// Once Quell has taken everything back, others may contain the thing themselves; they have groups of their own for that.
    private func foreign(_ thing: Thing, _ facts: Facts) -> [UInt8] {
        if thing == .rules { return [2] }
        return facts.isUndone && !thing.isInterface ? [0, 1, 2] : [0, 2]
    }
}
