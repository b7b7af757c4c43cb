import ActionKit
import AWSClient
import Findings
import Playbook

extension Decider {
    /// What the guards need of the journal.
    struct Past: Sendable {
        /// Plans of the phase `contain` of all executions of so many seconds, the asking one's included, in their order.
        let planned: @Sendable (_ within: Double) async throws -> [GuardMemory.PastPlan]
        /// What guards held since a time.
        let held: @Sendable (_ since: Double) async throws -> [Gathered]
        /// Why the event belongs to the backlog of a first start; nil when it does not.
        let backlog: @Sendable () async throws -> String?
        /// Why no change may be made.
        let halted: @Sendable () async -> String?
    }

    /// Why the plans are not carried out; nil when every guard lets them pass.
    func hold(_ plans: [Plan], execution: String) async throws -> Hold? {
        if let why = await past.halted() { return Hold(cause: Hold.halt, why: why, proposed: plans) }
        if let why = try await past.backlog() { return Hold(cause: "backlog", why: why, proposed: plans) }
        let earlier = try await past.planned(horizon(plans)).filter { $0.execution != execution }
        return try await hold(plans, execution: execution, after: earlier, now: now())
    }

    /// Asked once the plans are in the journal: what stands there before them counts, in its order.
    ///
    /// Two processes that found room for one more at the same time are told apart here.
    func overdrawn(_ planned: Planned, execution: String) async throws -> Hold? {
        let all = try await past.planned(horizon(planned.plans))
        guard let own = all.last(where: { $0.execution == execution }) else { return nil }
        let before = all.filter { $0.sequence < own.sequence && $0.execution != execution }
        return try await hold(planned.plans, execution: execution, after: before, now: own.time + 1)
    }

    private func hold(
        _ plans: [Plan], execution: String, after earlier: [GuardMemory.PastPlan], now: Double
    ) async throws -> Hold? {
        let held = try await past.held(now - Guards.correlationWindow)
        let guards = Guards(
            guardrails: playbook.guardrails, manifests: catalog.manifests,
            past: earlier.flatMap(\.changes),
            heldResources: Set(
                held.filter { $0.findingType == finding.type && $0.execution != execution }.map(\.resource)),
            isOrdered: settings.isAgain)
        return guards.hold(changes(plans, execution: execution, now: now), proposed: plans, now: now)
    }

    private func changes(_ plans: [Plan], execution: String, now: Double) -> [PlannedChange] {
        plans.map { plan in
            PlannedChange(
                execution: execution, time: now, account: finding.account.description, action: plan.action,
                resource: plan.resource, finding: finding.id, findingType: finding.type,
                capacities: plan.capacities ?? [])
        }
    }

    /// How far back the journal is read: a day, or what the longest budget remembers.
    private func horizon(_ plans: [Plan]) -> Double {
        let periods = plans.compactMap { catalog[$0.action]?.manifest }
            .flatMap { Budget.all(for: $0, playbook.guardrails) }.map(\.limit.seconds)
        return max(Guards.day, TokenBucket.memory * (periods.max() ?? 0)) + 1
    }

    /// The half of a response that harms nobody: what actions keep as evidence while people decide.
    func preserving(_ responses: [RuleResponse], execution: String) async -> [Plan] {
        let situation = Situation(
            finding: finding, event: event, execution: execution, topic: settings.topic, report: nil,
            reader: SessionReader(access: access, session: readingSession(execution)))
        var plans: [Plan] = []
        for response in responses {
            // Evidence that cannot be kept must not keep people from being told of the hold.
            guard let type = catalog[response.action],
                case .plan(let plan)? = try? await type.init(response.options).preserve(situation)
            else { continue }
            plans.append(plan)
        }
        return plans
    }
}
