import Findings
import ActionKit
import AWSClient
import JSON
import Playbook

/// Drives one execution from where it stands to its end: performs what comes next, and writes it down first.
struct Run {
    let responder: Responder
    let decider: Decider
    private(set) var execution: Execution
    let lease: Lease
    private var plannedAt: Double?

    init(_ execution: Execution, responder: Responder, decider: Decider) {
        self.execution = execution
        lease = Lease(execution.id, responder)
        self.responder = responder
        self.decider = decider
    }

    // What it calls is never inlined: the optimizer of Swift 6.3.1 crashes on the coroutine that it makes together.

    /// Ends with the execution closed, or throws when the journal does not answer: then nothing more is changed.
    ///
    /// It begins with what the journal holds now: until the right was claimed, others may have gone on.
    mutating func finish() async throws {
        execution = try await lease.read()
        while true {
            switch execution.next {
            case .nothing: return
            case .confirm: try await confirm()
            case .decide(let phase): try await decide(phase)
            case .apply(let step, let isFresh): try await apply(step, isFresh: isFresh)
            case .verify: try await verify()
            case .hold: try await hold()
            case .amend(let phase): try await amend(phase)
            case .close: try await write(.closed)
            }
        }
    }

    @inline(never)
    mutating func write(_ record: Record) async throws {
        for written in try await lease.append(record) { execution.receive(written) }
    }

    @inline(never)
    private mutating func confirm() async throws {
        switch await decider.confirm(execution: execution.id) {
        case .success(let evidence): try await write(.confirmed(evidence: evidence))
        case .failure(let conclusion): try await write(.concluded(conclusion.conclusion))
        }
    }

    @inline(never)
    private mutating func decide(_ phase: Manifest.Phase) async throws {
        let (ruling, decision) = try await look(for: phase)
        for judgement in ruling.judgements where !execution.exceptions.contains(judgement) {
            try await write(.exceptionJudged(judgement))
        }
        switch decision {
        case .concluded(let conclusion): try await write(.concluded(conclusion))
        case .planned(let plans, let reasons): try await plan(phase, plans, reasons: reasons)
        case .held(let hold, let preserving): try await plan(phase, preserving, held: hold)
        }
    }

    @inline(never)
    private mutating func plan(
        _ phase: Manifest.Phase, _ plans: [Plan], reasons: [String: Decision.Reason] = [:], held: Hold? = nil
    ) async throws {
        let finding = decider.finding
        let planned = Planned(
            phase: phase, account: finding.account.description, plans: plans, reasons: reasons,
            hash: Canonical.sha256(try Canonical.text(plans)),
            subject: Planned.Subject(finding: finding.id, findingType: finding.type, resource: finding.resource.id),
            held: held)
        plannedAt = responder.clock.now()
        if phase == .contain, held == nil { try await freeze(planned) } else { try await write(.planned(planned)) }
    }

    /// Takes in what was written elsewhere, for a record that was written on a condition.
    mutating func take(_ record: Record) { execution.receive(record) }

    /// Before the first change: whether what others planned before, and nobody knew of, leaves room for it.
    @inline(never)
    private mutating func isOverdrawn(_ name: StepName) async throws -> Bool {
        guard name.phase == .contain, !isWithinBudget, !execution.isRepairing, let planned = execution.planned[.contain]
        else { return false }
        isWithinBudget = true
        guard planned.held == nil, execution.called.isEmpty,
            let hold = try await decider.overdrawn(planned, execution: execution.id)
        else { return false }
        let exempt = execution.ruling.exempt
        let responses = decider.responses(of: .contain).filter { exempt[$0.action] == nil }
        try await plan(.contain, await decider.evidence(for: hold, responses, execution: execution.id), held: hold)
        return true
    }

    private var isWithinBudget = false

    /// An outcome that people could not be told of is not complete.
    @inline(never)
    private mutating func amend(_ phase: Manifest.Phase) async throws {
        let conclusion = execution.conclusion ?? Conclusion(.failed, "Nothing was concluded.")
        let outcome = conclusion.outcome == .contained ? Outcome.partial : conclusion.outcome
        let why = [conclusion.why, execution.shortfall(of: phase)].compactMap(\.self).joined(separator: " ")
        try await write(.concluded(Conclusion(outcome, why, residualRisk: conclusion.residualRisk)))
    }

    @inline(never)
    private mutating func apply(_ name: StepName, isFresh: Bool) async throws {
        guard let step = execution.step(name) else {
            return try await write(.stepFailed(step: name, why: "The plan has no such step."))
        }
        if try await isOverdrawn(name) { return }
        let age = plannedAt.map { responder.clock.now() - $0 } ?? .infinity
        let session = session(of: name)
        let runner = StepRunner(access: decider.access, session: session, clock: responder.clock)
        let lease = lease
        let (killSwitch, mayTell) = (responder.killSwitch, name.phase == .notify)
        var intents: [Record] = []
        let result = try await runner.run(
            step, outputs: execution.outputs, isFresh: isFresh && age < responder.settings.freshness,
            overwrites: execution.isRepairing && name.phase == .contain,
            // People are told of a halt all the same.
            halted: { mayTell ? nil : await killSwitch.reason() },
            beforeCall: { attempt in intents += try await lease.append(.intent(step: name, attempt: attempt)) },
            whileWaiting: { try await lease.renew() })
        for intent in intents { execution.receive(intent) }
        switch result {
        case .observed(let wasDone, let now, let outputs):
            try await write(
                .observed(Observation(step: name, wasDone: wasDone, now: now, outputs: outputs)))
        case .failed(let why): try await write(.stepFailed(step: name, why: why))
        case .halted(let why): try await write(.stepHalted(step: name, why: why))
        case .changed(let why): try await replan(else: name, why)
        }
    }

    /// The resource changed between plan and act: plan once more, as long as nothing was done yet.
    private mutating func replan(else name: StepName, _ why: String) async throws {
        let isUntouched = execution.steps(of: .contain).allSatisfy { execution.state(of: $0) == .planned }
        guard name.phase == .contain, isUntouched, !hasReplanned else {
            return try await write(.stepFailed(step: name, why: why))
        }
        hasReplanned = true
        try await decide(.contain)
    }

    private var hasReplanned = false

    /// The steps of an action share its session: the policy is written once for all of them.
    private mutating func session(of step: StepName) -> Session {
        let plans = execution.planned[step.phase]?.plans ?? []
        if let acting, acting.action == step.action, acting.plans == plans { return acting.session }
        let session = actingSession(for: step.action, in: step.phase)
        acting = (step.action, plans, session)
        return session
    }

    private var acting: (action: String, plans: [Plan], session: Session)?

    /// The session that may do what the plans of one action do, and no more.
    private func actingSession(for action: String, in phase: Manifest.Phase) -> Session {
        let plans = (execution.planned[phase]?.plans ?? []).filter { $0.action == action }
        return Session(
            execution: execution.id, policy: SessionPolicy.text(allowing: plans.flatMap(\.calls)), purpose: action)
    }

    @inline(never)
    private mutating func conclude(_ hold: Hold) async throws {
        try await write(.concluded(try await conclusion(of: hold)))
    }

    @inline(never)
    private mutating func verify() async throws {
        if execution.isRepairing { return try await concludeDrift() }
        let planned = execution.planned[.contain]
        if let hold = planned?.held { return try await conclude(hold) }
        let residual =
            (planned?.plans ?? []).flatMap(\.residualRisk) + (planned?.reasons.values.flatMap(\.residualRisk) ?? [])
        let steps = execution.steps(of: .contain)
        let failed = steps.filter { execution.state(of: $0) == .failed }
        let isAnythingDone = steps.contains { [.done, .alreadyDone].contains(execution.state(of: $0)) }
        let failures = failed.map { name in
            "\(execution.step(name)?.sentence ?? name.description) Failed: \(execution.failures[name] ?? "unknown")"
        }
        if execution.halted.contains(.contain), !isAnythingDone, execution.doubtful.isEmpty {
            let why = failed.compactMap { execution.failures[$0] }.last ?? "Quell is halted."
            return try await conclude(Hold(cause: Hold.halt, why: "\(why) Nothing was changed."))
        }
        guard failed.isEmpty || isAnythingDone else {
            return try await write(
                .concluded(
                    Conclusion(
                        .failed,
                        (execution.doubtful.isEmpty ? "Nothing was changed. " : "No change was seen to work. ")
                            + failures.joined(separator: " "))))
        }
        var unmet = failures
        let proof = Proof(access: decider.access) { [self] in actingSession(for: $0, in: .contain) }
        do throws(AWSError) {
            var open = try await proof.unmet(execution)
            if !open.isEmpty {
                try? await responder.clock.sleep(.seconds(2))
                open = try await proof.unmet(execution)
            }
            unmet += open
        } catch {
            unmet.append("The result cannot be read: \(error)")
        }
        let held = (planned?.reasons ?? [:]).filter { [.held, .notConfirmed].contains($0.value.kind) }
        unmet += held.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.why)" }
        let done = steps.filter { [.done, .alreadyDone].contains(execution.state(of: $0)) }.count
        let conclusion =
            unmet.isEmpty
            ? Conclusion(
                .contained, "\(done) of \(steps.count) steps hold, read back from AWS.", residualRisk: residual)
            : Conclusion(
                .partial, "\(done) of \(steps.count) steps hold. " + unmet.joined(separator: " "),
                residualRisk: residual)
        try await write(.concluded(conclusion))
    }
}

extension Execution {
    /// The word for the outcome; what does not hold by itself is never told of as if it did.
    private func told(_ outcome: Outcome) -> String {
        outcome.provesContainment && !drifts.isEmpty ? "drifted" : outcome.rawValue
    }

    /// What people are told.
    var report: Report? {
        guard let conclusion else { return nil }
        let done = steps(of: .contain).filter { state(of: $0) == .done }.compactMap { step($0)?.sentence }
        return Report(
            rule: admission?.rule ?? "", outcome: told(conclusion.outcome), why: conclusion.why, changes: done,
            residualRisk: conclusion.residualRisk + exceptions.filter(\.isTold).map(\.why),
            undoCommand: isUndoable ? "quell undo \(id)" : nil,
            approval: conclusion.outcome == .held ? approval.flatMap { $0.isOpen ? $0.notice(of: id) : nil } : nil)
    }
}
