import AWSClient
import ActionKit
import Playbook

extension Run {
    /// What a plan is asked for with: the playbook's terms, or those of the plan before it.
    private struct Terms {
        let seconds: Int
        let people: Int
        let escalate: String?

        init(_ demand: ApprovalDemand) {
            (seconds, people, escalate) = (demand.seconds, demand.people, demand.escalate)
        }

        init(_ request: ApprovalRequest) {
            (seconds, people, escalate) = (request.seconds, request.people, request.escalate)
        }
    }

    private static let attempts = 5

    /// Freezes the plan of the phase `contain`: at once, with people's approval of exactly this plan, or to ask for it.
    @inline(never)
    mutating func freeze(_ planned: Planned) async throws {
        guard execution.approval == nil else { return try await freezeApproved(planned) }
        guard let demand = decider.approvalDemand(for: planned.plans) else {
            return try await write(.planned(planned))
        }
        try await ask(planned, Terms(demand), changes: [])
    }

    /// Uses the approval up with the record of the plan: nobody may have written anything since it was read.
    private mutating func freezeApproved(_ planned: Planned) async throws {
        for _ in 1...Self.attempts {
            let entries = try await responder.journal.entries(of: execution.id)
            let fresh = Execution(id: execution.id, replaying: entries.map(\.record))
            guard let approval = fresh.approval, let last = entries.last?.sequence else { break }
            let now = responder.clock.now()
            switch approval.state(at: now) {
            case .approved where approval.plan == planned.hash:
                try await lease.renew()
                let record = Record.planned(planned)
                guard
                    let entry = try await responder.journal.append(
                        record, to: execution.id, at: responder.time, after: last)
                else { continue }
                lease.follow(entry.sequence)
                return take(record)
            case .approved, .used:
                let changes = PlanChange.between(approval.request.planned.plans, planned.plans)
                return try await ask(planned, Terms(approval.request), changes: changes)
            case .waiting, .declined, .expired:
                return try await write(.concluded(approval.conclusion(of: execution.id, at: now)))
            }
        }
        try await write(
            .concluded(Conclusion(.held, "Others keep writing about this execution; nothing was changed. Try again.")))
    }

    /// Writes the plan down for people to approve.
    ///
    /// Without knowing who asks, nobody could hold the approver against that.
    private mutating func ask(_ planned: Planned, _ terms: Terms, changes: [PlanChange]) async throws {
        let requester: Identity
        do throws(AWSError) {
            requester = try await responder.settings.identity()
        } catch {
            let why =
                "People must approve the plan, but who asks for it cannot be read, so nothing was changed: \(error)"
            return try await write(.concluded(Conclusion(error.technicalOutcome, why)))
        }
        let until = (responder.clock.now() + Double(terms.seconds)).rounded(.down)
        try await write(
            .approvalRequested(
                ApprovalRequest(
                    planned: planned, until: ISO8601.format(until), seconds: terms.seconds, people: terms.people,
                    requester: requester, escalate: terms.escalate, changes: changes)))
    }

    @inline(never)
    mutating func hold() async throws {
        let conclusion =
            execution.approval?.conclusion(of: execution.id, at: responder.clock.now())
            ?? Conclusion(.held, "People must approve a plan that the journal does not have.")
        try await write(.concluded(conclusion))
    }
}
