import ActionKit
import Engine

extension Driver {
    /// `Run.apply` and the beginning of `StepRunner.run`: a step that is not fresh is looked at first.
    func apply(
        _ step: StepName, _ isFresh: Bool, _ facts: Facts, _ index: Int, _ situation: Situation, _ next: inout [Next]
    ) {
        guard let thing = facts.thing else { return }
        let actor = situation.actors[index]
        let mayBeFresh = isFresh && actor.marks.contains(.fresh)
        let hasEffect = thing != .message
        let isBlind = isBroken(.noLookAfterCrash)
        if mayBeFresh || !hasEffect || isBlind { intend(thing, index, situation, &next) }
        // A plan ages while it is carried out. That only matters where something has changed.
        let mayHaveAged = situation.aws.read(thing) != facts.before[thing]
        guard hasEffect, !isBlind, !mayBeFresh || mayHaveAged else { return }
        add("look at \(thing)", index, situation, to: &next) { after in
            let now = after.aws.read(thing)
            var looking = after.actors[index]
            looking.marks.insert(.looked)
            looking.seen = Values([thing: now])
            if now == 1 {
                looking.place = .found
            } else if now == facts.before[thing] || isBroken(.ignoresChange) {
                looking.place = .intending
            } else {
                looking.place = .changed
            }
            after.actors[index] = looking
            return nil
        }
    }

    /// `StepRunner.run` from the conditions of a step to its intent.
    private func intend(_ thing: Thing, _ index: Int, _ situation: Situation, _ next: inout [Next]) {
        let attempt = situation.actors[index].attempt
        let isEmpty = situation.aws[.rules] == 1 || (isBroken(.existenceIsEmptiness) && situation.aws[.group] == 1)
        if attempt == 0, thing.isInterface, !isEmpty {
            return add("miss a condition of \(thing)", index, situation, to: &next) { after in
                end(.failed(thing), index, &after)
            }
        }
        if isBroken(.intentAfterCall) {
            return add("go on to call", index, situation, to: &next) { after in
                after.actors[index].place = .calling
                return nil
            }
        }
        add("intend \(thing)", index, situation, to: &next) { after in
            let broken = write(.intent(thing), index, &after) { actor in
                actor.place = .calling
                actor.attempt += 1
            }
            guard broken == nil, isBroken(.journalAhead), after.actors[index].place == .calling else { return broken }
            return write(.observed(thing, wasDone: false), index, &after) { _ in }
        }
    }

    /// The step is through: writes that down.
    private func end(_ letter: Letter, _ index: Int, _ situation: inout Situation) -> Promise? {
        write(letter, index, &situation) { actor in
            actor.place = .ready
            actor.attempt = 0
            actor.marks.remove(.looked)
            actor.seen = Values()
        }
    }

    /// `StepRunner` in the middle of a step.
    func takeStep(_ index: Int, _ situation: Situation, _ next: inout [Next]) {
        let actor = situation.actors[index]
        guard let thing = stepInHand(actor) else { return }
        switch actor.place {
        case .found:
            add("observe that \(thing) was done", index, situation, to: &next) { after in
                end(.observed(thing, wasDone: true), index, &after)
            }
        case .changed: replan(thing, index, situation, &next)
        case .intending: intend(thing, index, situation, &next)
        case .calling: call(thing, index, situation, &next)
        case .erredForNow, .erredForGood: afterError(thing, index, situation, &next)
        case .reading: readBack(thing, index, situation, &next)
        case .failing: fail(thing, index, situation, &next)
        default: break
        }
    }

    /// The step that a process is in the middle of: what comes next as it knows it, or with a mutant what it has skipped.
    func stepInHand(_ actor: Actor) -> Thing? {
        let facts = histories[actor.known]
        if isBroken(.journalAhead), actor.place != .found, actor.place != .changed, actor.attempt > 0 {
            // The record of its success stands already: it is the last one that holds.
            let done = skeleton.order.filter { facts.has($0, in: facts.holding) && facts.has($0, in: facts.called) }
            return facts.thing.map { next in skeleton.order.last { done.contains($0) && $0 != next } ?? next }
                ?? done.last
        }
        return facts.thing
    }

    /// `Run.replan`: once, as long as nothing was done.
    private func replan(_ thing: Thing, _ index: Int, _ situation: Situation, _ next: inout [Next]) {
        let actor = situation.actors[index]
        let facts = histories[actor.known]
        let isUntouched = facts.planned & Facts.containing == facts.waiting & Facts.containing
        guard thing.phase == .contain, isUntouched, !actor.marks.contains(.replanned) else {
            return add("fail \(thing), which changed", index, situation, to: &next) { after in
                end(.failed(thing), index, &after)
            }
        }
        add("read to decide anew", index, situation, to: &next) { after in
            after.actors[index].marks.insert(.replanned)
            after.actors[index].marks.remove(.looked)
            after.actors[index].seen = after.aws
            after.actors[index].place = .decided
            return nil
        }
    }

    private func call(_ thing: Thing, _ index: Int, _ situation: Situation, _ next: inout [Next]) {
        add("call \(thing)", index, situation, to: &next) { after in
            let broken = Invariants(self).changing(thing, by: index, in: after)
            stray(index, &after)
            after.actors[index].place = take(thing, &after) ? .reading : .erredForGood
            return broken
        }
        // Its session has ended, or more time has passed than its call may take.
        guard situation.actors[index].marks.contains(.lapsed) else { return }
        add("come too late to call \(thing)", index, situation, to: &next) { after in giveUp(index, &after) }
    }

    private func stray(_ index: Int, _ situation: inout Situation) {
        if !situation.actors[index].marks.contains(.holds) { situation.actors[index].marks.insert(.strayed) }
    }

    /// `StepRunner.run` after an error: the effect may be there all the same.
    private func afterError(_ thing: Thing, _ index: Int, _ situation: Situation, _ next: inout [Next]) {
        let actor = situation.actors[index]
        add("read after the error", index, situation, to: &next) { after in
            if isBroken(.noReadBack) || (thing != .message && after.aws.read(thing) == 1) {
                after.actors[index].place = .reading
            } else if actor.place == .erredForNow, actor.attempt < 3 {
                after.actors[index].place = .intending
            } else {
                after.actors[index].place = .failing
            }
            return nil
        }
    }

    /// `StepRunner.readBack`; the effect of a call that was answered is there, unless somebody has changed it since.
    private func readBack(_ thing: Thing, _ index: Int, _ situation: Situation, _ next: inout [Next]) {
        let isThere = thing == .message || situation.aws.read(thing) == 1 || isBroken(.noReadBack)
        if isBroken(.journalAhead) {
            return add("go on", index, situation, to: &next) { after in
                after.actors[index].place = .ready
                after.actors[index].attempt = 0
                return nil
            }
        }
        if isBroken(.intentAfterCall), situation.actors[index].attempt == 0 {
            return add("intend \(thing) after the call", index, situation, to: &next) { after in
                write(.intent(thing), index, &after) { $0.attempt = 1 }
            }
        }
        add("read \(thing) back", index, situation, to: &next) { after in
            end(isThere ? .observed(thing, wasDone: false) : .failed(thing), index, &after)
        }
    }

    private func fail(_ thing: Thing, _ index: Int, _ situation: Situation, _ next: inout [Next]) {
        add("give \(thing) up", index, situation, to: &next) { after in
            guard isBroken(.endsSilently) else { return end(.failed(thing), index, &after) }
            return write(.closed, index, &after) { $0.place = .ready }
        }
    }
}
