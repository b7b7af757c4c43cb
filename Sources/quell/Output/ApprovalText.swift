import ActionKit
import Engine
import JSON

/// What people and programs read of plans that wait for approval.
enum ApprovalText {
    static func state(_ paper: ApprovalDesk.Paper) -> String {
        let (approval, people) = (paper.approval, paper.approval.request.people)
        return people > 1 && paper.state == .waiting
            ? "\(paper.state.rawValue) (\(approval.consents.count) of \(people))" : paper.state.rawValue
    }

    static func text(_ paper: ApprovalDesk.Paper) -> String {
        let (approval, request) = (paper.approval, paper.approval.request)
        let response = paper.execution.response()
        let subject = "\(response.findingType ?? "-") in \(response.account ?? "-"), rule \(response.rule ?? "-")"
        var lines = [
            Terminal.styled(Terminal.untrusted(subject), .bold), "  state     \(state(paper))",
            "  plan      \(approval.plan)", "  until     \(request.until)",
            "  people    \(request.people), none of them \(Terminal.untrusted("\(request.requester)"))",
        ]
        lines += approval.consents.map { "  approved  \(Terminal.untrusted("\($0.by)"))" }
        if let refusal = approval.refusal {
            lines.append("  declined  \(Terminal.untrusted("\(refusal.by): \(refusal.why)"))")
        }
        lines += changes(paper) + PlanText.lines(request.planned.plans)
        if paper.isOpen {
            let id = paper.execution.id
            lines.append("  approve: quell approvals approve \(id) --plan \(approval.plan.prefix(16))")
            lines.append("  decline: quell approvals decline \(id) --plan \(approval.plan.prefix(16)) --why REASON")
        }
        return lines.joined(separator: "\n")
    }

    /// What is different from the plan that was approved before.
    static func changes(_ paper: ApprovalDesk.Paper) -> [String] {
        let changes = paper.approval.request.changes
        guard !changes.isEmpty, paper.isOpen else { return [] }
        return ["  Since an earlier plan was approved, this has changed:"]
            + changes.flatMap { change in
                [
                    "    \(change.sentence)", "      when approved  \(change.before)",
                    "      approved       \(change.approved)", "      now            \(change.now)",
                ]
            }.map(Terminal.untrusted)
    }

    static func json(_ paper: ApprovalDesk.Paper) throws -> JSONValue {
        let (approval, request) = (paper.approval, paper.approval.request)
        let response = paper.execution.response()
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        return [
            "execution": .string(paper.execution.id), "rule": text(response.rule),
            "findingId": text(response.findingID), "findingType": text(response.findingType),
            "account": text(response.account), "region": text(response.region), "resource": text(response.resource),
            "state": .string(paper.state.rawValue), "plan": .string(approval.plan), "until": .string(request.until),
            "people": .number("\(request.people)"), "requester": try Canonical.json(request.requester),
            "approvals": .array(try approval.consents.map { try Canonical.json($0) }),
            "declined": try approval.refusal.map { try Canonical.json($0) } ?? .null,
            "changes": try Canonical.json(request.changes), "plans": try PlanText.json(request.planned.plans),
        ]
    }

    /// What came of an application, with the plan that waits now where there is one.
    static func json(_ response: Response, _ paper: ApprovalDesk.Paper) throws -> JSONValue {
        guard case .object(var members) = response.json else { return response.json }
        members["approval"] = try json(paper)
        return .object(members)
    }
}

extension ApprovalDesk.Paper {
    var isOpen: Bool { state == .waiting || state == .approved }
}

extension ApprovalDesk {
    /// A desk that only reads.
    static func reading(_ journal: any Journal) -> ApprovalDesk {
        ApprovalDesk(journal: journal, clock: .process, identity: Settings.nobody)
    }
}
