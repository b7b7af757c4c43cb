import ActionKit
import Engine

/// What must be so in every state, at every change, at every record, and at the end.
struct Invariants {
    private let driver: Driver

    init(_ driver: Driver) { self.driver = driver }

    private var histories: Histories { driver.histories }
    private var skeleton: Skeleton { driver.skeleton }

    static func inEveryState(_ situation: Situation) -> Promise? {
        let aws = situation.aws
        // What somebody else allows in a group afterwards is not Quell's doing.
        if aws[.rules] == 0, aws[.first] == 1 || aws[.second] == 1 { return .emptyGroup }
        if aws[.run] > 1 { return .oneOfAKind }
        return nil
    }

    /// Before a call that changes something.
    func changing(_ thing: Thing, by index: Int, in situation: Situation) -> Promise? {
        let facts = histories[situation.journal]
        let actor = situation.actors[index]
        guard facts.has(thing, in: facts.planned) else { return .planOnly }
        guard facts.has(thing, in: facts.called) else { return .intentFirst }
        if actor.marks.contains(.strayed), !actor.marks.contains(.holds) { return .oneWorker }
        if thing == .finding, situation.aws[.message] == 0 { return .archivedMeansTold }
        return overwriting(thing, facts, actor, situation)
    }

    private func archiving(_ facts: Facts, _ situation: Situation) -> Promise? {
        guard facts.outcome?.provesContainment ?? false, situation.aws[.message] > 0 else { return .archivedMeansTold }
        return nil
    }

    /// What somebody else has changed is not changed by who has seen it, or should have looked.
    private func overwriting(
        _ thing: Thing, _ facts: Facts, _ actor: Actor, _ situation: Situation
    ) -> Promise? {
        let now = situation.aws[thing]
        guard thing.isUndoable, now != 1, now != facts.before[thing] else { return nil }
        let hasSeen = actor.marks.contains(.looked) && actor.seen[thing] == now
        let hasNotLooked = !actor.marks.contains(.looked) && !actor.marks.contains(.planner)
        return hasSeen || hasNotLooked ? .undoRestores : nil
    }

    /// Before a record.
    func writing(_ letter: Letter, in situation: Situation) -> Promise? {
        let facts = histories[situation.journal]
        if facts.isClosed, !letter.isOfUndo { return .endsOnce }
        switch letter {
        case .intent(let thing):
            if facts.isUndoBegun { return .undoneStaysUndone }
            guard facts.has(thing, in: facts.planned) else { return .planOnly }
            // Asked when the call is begun: it may land after another process has failed to make the same one.
            return thing == .finding ? archiving(facts, situation) : nil
        case .contain: return facts.called & Facts.containing == 0 ? nil : .planFrozen
        case .concluded(.contained):
            // Since the last record AWS has shown all of it at least once.
            return facts.isUndoBegun || situation.marks.contains(.wasContained) ? nil : .containedMeansContained
        case .closed: return facts.outcome == nil && !facts.isUndoBegun ? .neverSilent : nil
        case .begun, .confirmed, .phase, .observed, .failed, .concluded, .undoRequested, .undoRefused, .undone,
            .undoIntent, .undoObserved, .undoFailed:
            return nil
        }
    }

    /// Where nothing more happens by itself.
    func atTheEnd(_ situation: Situation) -> Promise? {
        let facts = histories[situation.journal]
        guard situation.executions == 1, facts.isClosed || facts.isUndoBegun else { return .endsOnce }
        if facts.isUndone {
            let isRestored = skeleton.order.allSatisfy { thing in
                !thing.isUndoable || situation.overtaken & thing.bit != 0
                    || situation.aws[thing] == situation.rightful[thing]
            }
            if !isRestored { return .undoRestores }
        }
        guard !facts.isUndoBegun else { return nil }
        // That nobody could be told stands in the outcome, and in the answer to who has sent the event.
        let isTold = situation.aws[.message] > 0 || facts.has(.message, in: facts.failed)
        guard facts.outcome != nil, isTold else { return .neverSilent }
        if situation.faults < 2, situation.aws[.message] > situation.faults + 1 { return .oneOfAKind }
        guard !situation.marks.contains(.trouble) else { return nil }
        let isAsWithoutCrashes =
            facts.outcome == .contained && skeleton.isContained(in: situation.aws) && situation.aws[.finding] == 1
        return isAsWithoutCrashes ? nil : .crashesDoNotMatter
    }
}
