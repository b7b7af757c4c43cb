import AWSClient
import Playbook

/// Where people decide on plans: reads requests, and writes decisions down.
package struct ApprovalDesk: Sendable {
    /// One request, with what people have said.
    package struct Paper: Sendable {
        package let execution: Execution
        package let approval: Approval
        package let state: Approval.State
    }

    private let journal: any Journal
    private let clock: EngineClock
    private let identity: AskIdentity

    private static let attempts = 5

    package init(
        journal: any Journal, clock: EngineClock, identity: @escaping AskIdentity
    ) {
        self.journal = journal
        self.clock = clock
        self.identity = identity
    }

    /// The requests of the last four weeks, newest first.
    package func papers() async throws -> [Paper] {
        let since = ISO8601.format(max(0, clock.now() - Double(2 * ApprovalDemand.longest)).rounded(.down))
        var seen: Set<String> = []
        var papers: [Paper] = []
        for id in try await journal.approvalRequests(since: since).reversed().map(\.execution)
        where seen.insert(id).inserted {
            papers.append(try await paper(id))
        }
        return papers
    }

    /// Throws an `Approval.Objection` where the execution asks for no approval.
    package func paper(_ id: String) async throws -> Paper { try await read(id).paper }

    /// Approves a plan as the one who calls.
    ///
    /// Throws an `Approval.Objection` where that is not taken.
    package func approve(_ id: String, plan prefix: String, method: String) async throws -> Paper {
        try await decide(id) { paper, person in
            if let objection = paper.approval.objection(to: person, plan: prefix, at: clock.now()) { throw objection }
            guard paper.state == .waiting else {
                throw Approval.Objection(
                    .again, "The plan is approved already. Run: quell approvals apply \(id)")
            }
            return .approved(Consent(by: person, plan: paper.approval.plan, method: method))
        }
    }

    /// Decides against a plan; anybody who can write the journal may, as that only keeps things from being done.
    package func decline(_ id: String, plan prefix: String, why: String) async throws -> Paper {
        try await decide(id) { paper, person in
            let approval = paper.approval
            if let objection = approval.objection(plan: prefix) ?? approval.objection(at: clock.now()) {
                throw objection
            }
            return .declined(Refusal(by: person, plan: approval.plan, why: why))
        }
    }

    /// Writes a decision down on condition that nobody has written anything since it was decided on.
    private func decide(
        _ id: String, _ decision: (Paper, Identity) throws -> Record
    ) async throws -> Paper {
        _ = try await read(id)
        let person = try await identity()
        for _ in 1...Self.attempts {
            let (paper, last) = try await read(id)
            let record = try decision(paper, person)
            let time = ISO8601.format(clock.now().rounded(.down))
            guard try await journal.append(record, to: id, at: time, after: last) != nil else { continue }
            return try await self.paper(id)
        }
        throw JournalError(.unavailable, "Others keep writing about execution \(id). Try again.")
    }

    private func read(_ id: String) async throws -> (paper: Paper, last: Int) {
        let entries = try await journal.entries(of: id)
        guard let last = entries.last?.sequence else {
            throw JournalError(
                .unknownExecution, "The journal has no execution \"\(id)\". Run: quell approvals list")
        }
        let execution = Execution(id: id, replaying: entries.map(\.record))
        guard let approval = execution.approval else {
            throw Approval.Objection(.noApproval, "Execution \(id) does not ask for approval of anything.")
        }
        return (Paper(execution: execution, approval: approval, state: approval.state(at: clock.now())), last)
    }
}
