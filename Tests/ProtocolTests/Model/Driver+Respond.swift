import ActionKit
import Engine

extension Driver {
    /// What `Responder.respond`, `Responder.resume` and `Run` do next.
    func respond(_ index: Int, _ situation: Situation, _ next: inout [Next]) {
        let actor = situation.actors[index]
        switch actor.place {
        case .idle: receive(index, situation, &next)
        case .admitting:
            add("begin", index, situation, to: &next) { after in
                let mayBegin = after.executions == 0 || isBroken(.eventIdentity) || isBroken(.unconditionalBegin)
                guard mayBegin else { return giveUp(index, &after) }
                after.executions += 1
                guard after.executions == 1 else { return .oneOfAKind }
                after.journal = histories.after(after.journal, .begun)
                after.actors[index].known = after.journal
                after.actors[index].place = .claiming
                return nil
            }
        case .claiming:
            guard isBroken(.noLease) || !situation.isLeased(by: { $0 != index }) else { return }
            add("claim", index, situation, to: &next) { after in
                var claimed = after.actors[index]
                claimed.place = .ready
                claimed.marks.insert(.holds)
                if !isBroken(.readsBeforeClaim) {
                    claimed.known = after.journal
                    claimed.marks.remove(.stale)
                }
                after.actors[index] = claimed
                return nil
            }
        case .ready: goOn(index, situation, &next)
        case .decided: freeze(index, situation, &next)
        case .found, .changed, .intending, .calling, .erredForNow, .erredForGood, .reading, .failing:
            takeStep(index, situation, &next)
        case .proving: conclude(index, situation, &next)
        case .requesting, .draining, .refusing, .undoing, .undoCalling, .undoReading: break
        }
    }

    /// The event is delivered, for the first time or again; or an open execution that nobody works on is adopted.
    private func receive(_ index: Int, _ situation: Situation, _ next: inout [Next]) {
        if situation.executions == 0 || isBroken(.eventIdentity) {
            return add("look up", index, situation, to: &next) { after in
                after.actors[index].place = .admitting
                return nil
            }
        }
        let facts = histories[situation.journal]
        guard !facts.isClosed, !facts.isUndoBegun else { return }
        add("load", index, situation, to: &next) { after in
            after.actors[index].known = after.journal
            after.actors[index].place = .claiming
            return nil
        }
    }

    /// What comes next, as the engine says, or as a mutant has it.
    private func command(_ facts: Facts) -> Execution.Command {
        let isArchiving = facts.has(.finding, in: facts.planned)
        switch facts.next {
        case .apply(let step, isFresh: false) where isBroken(.plansAnewAfterCrash) && step.phase == .contain:
            return .decide(.contain)
        case .verify where isBroken(.archivesBeforeProof) && !isArchiving: return .decide(.archive)
        case .decide(.notify) where isBroken(.archivesBeforeTelling) && !isArchiving: return .decide(.archive)
        case .decide(.report) where isBroken(.archivesPartial) && !isArchiving: return .decide(.archive)
        default: return facts.next
        }
    }

    /// `Run.finish`: one turn of its loop.
    private func goOn(_ index: Int, _ situation: Situation, _ next: inout [Next]) {
        let facts = histories[situation.actors[index].known]
        func writing(_ name: @autoclosure () -> String, _ letter: Letter) {
            add(name(), index, situation, to: &next) { after in write(letter, index, &after) { $0.place = .ready } }
        }
        switch command(facts) {
        case .nothing:
            add("release", index, situation, to: &next) { after in
                after.actors[index] = .idle
                return nil
            }
        case .confirm: writing("confirm", .confirmed)
        case .decide(.contain):
            add("read to decide", index, situation, to: &next) { after in
                after.actors[index].seen = after.aws
                after.actors[index].place = .decided
                return nil
            }
        case .decide(let phase): writing("plan to \(phase)", .phase(phase))
        case .apply(let step, let isFresh): apply(step, isFresh, facts, index, situation, &next)
        case .verify:
            add("read the proof", index, situation, to: &next) { after in
                after.actors[index].seen = isBroken(.noProof) ? Self.everythingContained : after.aws
                after.actors[index].place = .proving
                return nil
            }
        case .hold: break
        case .amend:
            let outcome = facts.outcome ?? .failed
            writing("amend", .concluded(outcome == .contained ? .partial : outcome))
        case .close: writing("close", .closed)
        }
    }

    private static let everythingContained = Values(
        Dictionary(uniqueKeysWithValues: Thing.allCases.map { ($0, UInt8(1)) }))

    /// `Run.plan`, or `Run.decide` where there is nothing to do.
    private func freeze(_ index: Int, _ situation: Situation, _ next: inout [Next]) {
        let seen = situation.actors[index].seen
        let todo = skeleton.todo(seen, existenceIsEnough: isBroken(.existenceIsEmptiness))
        guard let first = todo.first else {
            return add("conclude that it was contained", index, situation, to: &next) { after in
                write(.concluded(.alreadyContained), index, &after) { actor in
                    actor.place = .ready
                    actor.seen = Values()
                }
            }
        }
        if isBroken(.planAfterFirstChange), situation.aws[first] != 1 {
            return add("change \(first) before the plan", index, situation, to: &next) { after in
                let broken = Invariants(self).changing(first, by: index, in: after)
                take(first, &after)
                return broken
            }
        }
        add("freeze the plan", index, situation, to: &next) { after in
            write(.contain(seen, todo), index, &after) { actor in
                actor.place = .ready
                actor.seen = Values()
                actor.marks.insert([.planner, .fresh])
            }
        }
    }

    /// `Run.verify` after its reading.
    private func conclude(_ index: Int, _ situation: Situation, _ next: inout [Next]) {
        let facts = histories[situation.actors[index].known]
        let seen = situation.actors[index].seen
        let holds = skeleton.things.allSatisfy { !facts.has($0, in: facts.planned) || seen.read($0) == 1 }
        let isEmpty = !skeleton.things.contains(.rules) || seen[.rules] == 1 || isBroken(.existenceIsEmptiness)
        let failed = facts.failed & Facts.containing
        let outcome: Outcome =
            if failed != 0, facts.holding & Facts.containing == 0 {
                .failed
            } else if failed == 0, holds, isEmpty {
                .contained
            } else {
                .partial
            }
        add("conclude \(outcome)", index, situation, to: &next) { after in
            write(.concluded(outcome), index, &after) { actor in
                actor.place = .ready
                actor.seen = Values()
            }
        }
    }
}
