import ActionKit

extension Decider {
    /// What is done about changes that do not hold any more.
    struct Repair {
        /// The steps that are taken again.
        var steps: [StepName] = []
        /// The outcome where none is.
        var withheld: Conclusion?
        /// Whether what withholds them may pass by itself.
        var mayPass = false
    }

    /// Everything that could have stopped the response is asked again before its changes are made again.
    func repair(_ open: [StepName], of execution: Execution) async -> Repair {
        if let why = await past.halted() { return held(why, mayPass: true) }
        let repairs = execution.drifts.filter { $0.withheld == nil }.count
        guard repairs < Drift.mostRepairs else {
            return held(
                "It was contained again \(repairs) times already and does not last: somebody, or something, works against "
                    + "it. People must see to it.")
        }
        if let hold = rescued(execution.planned[.contain]?.plans ?? []) { return held(hold.why) }
        let ruling = await ruleOnExceptions(execution: execution.id)
        if let conclusion = ruling.conclusion {
            let mayPass = conclusion.outcome == .held || conclusion.outcome == .failed
            return Repair(withheld: Conclusion(mayPass ? .held : conclusion.outcome, conclusion.why), mayPass: mayPass)
        }
        if let hold = protection(of: ruling.arn) { return held(hold.why) }
        let steps = open.filter { ruling.exempt[$0.action] == nil }
        if !steps.isEmpty { return Repair(steps: steps) }
        let exempt = open.compactMap { ruling.exempt[$0.action] }
        guard exempt.isEmpty else { return Repair(withheld: Conclusion(.exempt, exempt.joined(separator: " "))) }
        return Repair(
            withheld: Conclusion(.partial, "No step of the plan restores it; people must decide what to do about it."))
    }

    private func held(_ why: String, mayPass: Bool = false) -> Repair {
        Repair(withheld: Conclusion(.held, why), mayPass: mayPass)
    }
}
