import AWSClient
import Findings
import JSON

extension Responder {
    /// What is done about a finding that was handled before.
    enum Repeat {
        case leaveAlone(String)
        case again
    }

    /// A repeat triggers a look, not a second run: GuardDuty repeats a finding for as long as it is active.
    func repeated(_ earlier: Execution, _ finding: Finding, _ decider: Decider) async throws -> Repeat {
        if settings.isAgain { return .again }
        let id = earlier.id
        if earlier.isUndoBegun {
            return .leaveAlone(
                "Execution \(id) contained it and a person took that back, or has begun to; it is not contained again "
                    + "unless asked to (quell respond --again).")
        }
        let isSameNews = earlier.admission?.findingUpdatedAt == finding.updatedAt
        if let why = undecided(earlier, isSameNews: isSameNews) { return .leaveAlone(why) }
        switch earlier.conclusion?.outcome {
        case .contained, .alreadyContained:
            return try await stillHolds(earlier, finding, decider, isSameNews: isSameNews)
        case .failed, .held, .partial, nil: return .again
        case .declined, .exempt, .moot, .notConfirmed, .notApplicable, .ignored, .rejected, .duplicate:
            guard isSameNews else { return .again }
            let outcome = earlier.conclusion?.outcome.rawValue ?? ""
            return .leaveAlone("Execution \(id) has answered this finding already: \(outcome).")
        }
    }

    /// Why a finding is left alone whose plan people are deciding on; a new plan would make theirs void.
    private func undecided(_ earlier: Execution, isSameNews: Bool) -> String? {
        guard let approval = earlier.approval else { return nil }
        let state = approval.state(at: clock.now())
        if state == .declined { return isSameNews ? "Of execution \(earlier.id): \(approval.refusalSentence)" : nil }
        guard let outcome = earlier.conclusion?.outcome, [.held, .failed].contains(outcome), !earlier.hasTouched else {
            return nil
        }
        switch state {
        case .waiting:
            return "Execution \(earlier.id) waits for approval until \(approval.request.until): "
                + "quell approvals show \(earlier.id)"
        case .approved:
            return "Execution \(earlier.id) is approved and can be applied until \(approval.request.until): "
                + "quell approvals apply \(earlier.id)"
        case .declined, .expired, .used: return nil
        }
    }

    private func stillHolds(
        _ earlier: Execution, _ finding: Finding, _ decider: Decider, isSameNews: Bool
    ) async throws -> Repeat {
        // AWS Config tells of changes only: news about the same resource means that it has changed back.
        if finding.source == .config, !isSameNews { return .again }
        let proof = Proof(access: access) { decider.watchingSession(earlier.id, of: $0) }
        do throws(AWSError) {
            let open = try await proof.unmet(earlier)
            guard open.isEmpty else { return .again }
            return .leaveAlone("Execution \(earlier.id) contained it, and its changes still hold, read back from AWS.")
        } catch {
            return .leaveAlone(
                "Execution \(earlier.id) contained it; whether its changes still hold cannot be read: \(error)")
        }
    }
}

extension Execution {
    func duplicate(_ why: String) -> Response {
        let response = response()
        return Response(
            execution: id, rule: response.rule, findingID: response.findingID, findingType: response.findingType,
            account: response.account, region: response.region, resource: response.resource,
            conclusion: Conclusion(.duplicate, why), steps: [], isUndoable: isUndoable, isUntold: false)
    }
}
