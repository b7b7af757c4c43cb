import AWSClient
import ActionKit
import EventPattern
import Findings
import JSON
import Playbook

extension Responder {
    /// Applies the plan of an execution that people have approved, exactly that one.
    ///
    /// Everything it was made on is read again. Where the plan would be another now, nothing is changed, and people are
    /// asked about the new one. Throws an `Approval.Objection` where there is nothing to apply.
    package func apply(_ id: String) async throws -> Response {
        let found = try await load(id)
        if let objection = applyObjection(found) { throw objection }
        let person = try await settings.identity()
        let material = try await material(of: found)
        guard try await claim(id) else {
            return found.duplicate("Another process is working on execution \(id) now.")
        }
        do {
            let response = try await applyClaimed(id, by: person, material)
            try await journal.release(id, by: settings.owner)
            return response
        } catch let objection as Approval.Objection {
            try await journal.release(id, by: settings.owner)
            throw objection
        }
    }

    private func applyClaimed(_ id: String, by person: Identity, _ material: Material) async throws -> Response {
        let decider = decider(material)
        // Read again: until the claim another process may have applied it.
        var execution = try await load(id)
        if let objection = applyObjection(execution) { throw objection }
        let isUsed = execution.approval?.state(at: clock.now()) == .used
        if !execution.isClosed {
            // It goes on from where it was left: in the middle of the plan, or of telling people that it waits.
            var run = Run(execution, responder: self, decider: decider)
            try await run.finish()
            if isUsed { return run.execution.response() }
        }
        let entries = try await journal.entries(of: id)
        execution = Execution(id: id, replaying: entries.map(\.record))
        if let objection = applyObjection(execution) { throw objection }
        guard let plan = execution.approval?.plan, let last = entries.last?.sequence else {
            throw JournalError(.damaged, "Execution \(id) has lost its plan. Run: quell journal verify")
        }
        let record = Record.applyRequested(ApplyRequest(by: person, plan: plan))
        guard try await journal.append(record, to: id, at: time, after: last) != nil else {
            throw JournalError(.unavailable, "Somebody else has just written about execution \(id). Try again.")
        }
        execution.receive(record)
        var run = Run(execution, responder: self, decider: decider)
        try await run.finish()
        return run.execution.response()
    }

    /// Why an execution has no plan that may be applied now; nil when it has, or when one is being applied.
    private func applyObjection(_ execution: Execution) -> Approval.Objection? {
        guard let approval = execution.approval else {
            return Approval.Objection(.noApproval, "Execution \(execution.id) does not ask for approval of anything.")
        }
        if execution.isUndoBegun {
            return Approval.Objection(.undone, "Execution \(execution.id) was taken back; it is not applied again.")
        }
        if execution.isClosed, execution.hasTouched, approval.isOpen {
            return Approval.Objection(
                .begun,
                "A guard held execution \(execution.id) after it was approved, and evidence was kept. Send the event again "
                    + "for a new plan.")
        }
        let now = clock.now()
        // Not closed after its use: another process stopped in the middle, and this one goes on.
        if approval.state(at: now) == .used, !execution.isClosed { return nil }
        if let objection = approval.objection(at: now) { return objection }
        guard approval.state(at: now) == .approved else {
            return Approval.Objection(
                .notApproved,
                "\(approval.consents.count) of \(approval.request.people) people have approved the plan "
                    + "\(approval.plan.prefix(16)). Run: quell approvals show \(execution.id)")
        }
        return nil
    }

    /// Marks requests whose time is over, and tells people: those whom the playbook names for that, or the usual ones.
    package func expireApprovals() async throws -> [Response] {
        let now = clock.now()
        // Longer ago than any may wait.
        let since = ISO8601.format(max(0, now - Double(2 * ApprovalDemand.longest)).rounded(.down))
        var responses: [Response] = []
        for entry in try await journal.approvalRequests(since: since) {
            guard case .approvalRequested(let request) = entry.record, Approval(request).mustExpire(at: now),
                !settled.holds(entry.sequence)
            else { continue }
            let execution = try await load(entry.execution)
            guard mustPage(execution, at: now) else {
                if execution.isClosed { settled.add(entry.sequence) }
                continue
            }
            if let response = try await expire(entry.execution, at: now) { responses.append(response) }
        }
        return responses
    }

    /// nil when somebody else is at it, or was first.
    private func expire(_ id: String, at now: Double) async throws -> Response? {
        guard try await claim(id) else { return nil }
        let entries = try await journal.entries(of: id)
        var execution = Execution(id: id, replaying: entries.map(\.record))
        var isOurs = mustPage(execution, at: now)
        if isUnanswered(execution, at: now), let approval = execution.approval, let last = entries.last?.sequence {
            let record = Record.approvalExpired(plan: approval.plan)
            isOurs = try await journal.append(record, to: id, at: time, after: last) != nil
            if isOurs { execution.receive(record) }
        }
        if isOurs {
            let pager = Responder(
                playbook: playbook, catalog: catalog, journal: journal, access: access, clock: clock,
                settings: settings.telling(execution.approval?.request.escalate), files: files)
            var run = Run(execution, responder: pager, decider: pager.decider(try await pager.material(of: execution)))
            try await run.finish()
            execution = run.execution
        }
        try await journal.release(id, by: settings.owner)
        return isOurs ? execution.response() : nil
    }

    /// Whether people are still to be told that the time is over: nothing says so yet, or a process died saying it.
    private func mustPage(_ execution: Execution, at now: Double) -> Bool {
        if isUnanswered(execution, at: now) { return true }
        guard let approval = execution.approval else { return false }
        return !execution.isClosed && !execution.isUndoBegun && !approval.isOpen && approval.state(at: now) == .expired
    }

    /// Whether nobody has decided in time, and nothing else has ended it since.
    private func isUnanswered(_ execution: Execution, at now: Double) -> Bool {
        guard execution.isClosed, !execution.isUndoBegun, !execution.hasTouched,
            execution.approval?.mustExpire(at: now) ?? false
        else { return false }
        switch execution.conclusion?.outcome {
        case .held, .failed, nil: return true
        case .contained, .alreadyContained, .declined, .exempt, .partial, .moot, .notConfirmed, .notApplicable,
            .ignored,
            .rejected, .duplicate:
            return false
        }
    }

    /// What an execution is decided on, from its journal.
    struct Material {
        let finding: Finding
        let event: JSONValue
        let rule: Rule
        let unread: Decider.Ended?
    }

    func decider(_ material: Material) -> Decider {
        var decider = decider(material.finding, material.event, material.rule)
        decider.unread = material.unread
        return decider
    }

    func material(of execution: Execution) async throws -> Material {
        let name = execution.admission?.rule ?? ""
        let rule = try playbook.rules.first { $0.name == name } ?? Self.forgotten(name)
        switch Intake(Array((execution.event ?? "").utf8)) {
        case .finding(let finding, let envelope):
            return Material(finding: finding, event: envelope.whole, rule: rule, unread: nil)
        case .hubAction(let order, let envelope):
            switch await read(order, envelope, execution: execution.id) {
            case .success(let live):
                return Material(finding: live, event: envelope.whole, rule: rule, unread: nil)
            case .failure(let ended):
                return Material(finding: order.claimed, event: envelope.whole, rule: rule, unread: ended)
            }
        case .rejected, .unsupported:
            throw JournalError(
                .damaged, "The event of execution \(execution.id) cannot be read. Run: quell journal verify")
        }
    }

    /// Stands for a rule that the playbook no longer has: it does nothing, so no plan is applied; people are still told.
    private static func forgotten(_ name: String) throws -> Rule {
        let pattern = #"{"source":["aws.guardduty","aws.config","aws.securityhub"]}"#
        return Rule(name: name, when: try EventPattern(pattern), pattern: pattern, respond: [])
    }
}
