package import ActionKit
package import Findings
import JSON
package import Playbook

/// What a response would do, decided on the live resources and not done.
package struct Preview: Hashable, Sendable {
    package let rule: String?
    package let finding: Finding?
    /// Set when nothing would be changed.
    package let conclusion: Conclusion?
    package let plans: [Plan]
    /// SHA-256 of the plans, the same that the journal writes for the same plans.
    package let hash: String?
    /// Policy the session that acts would have.
    package let sessionPolicy: String?
    /// What people would have to approve; nil when nobody need.
    package var approval: ApprovalDemand?
    /// What was found of exceptions.
    package var exceptions: [ExceptionJudgement] = []
}

extension Responder {
    /// Decides as `respond` does, without writing anywhere.
    ///
    /// `execution` stands for the id that a response would have.
    package func preview(_ event: [UInt8]) async throws -> [Preview] {
        func nothing(_ conclusion: Conclusion, _ finding: Finding? = nil) -> Preview {
            Preview(
                rule: nil, finding: finding, conclusion: conclusion, plans: [], hash: nil, sessionPolicy: nil,
                approval: nil)
        }
        switch Intake(event) {
        case .rejected(let rejection): return [nothing(Conclusion(.rejected, rejection.reason))]
        case .unsupported(_, let why): return [nothing(Conclusion(.ignored, why))]
        case .hubAction(let order, let envelope):
            let rules = try matchingRules(event)
            guard !rules.isEmpty else { return [nothing(Conclusion(.ignored, "No rule matches."), order.claimed)] }
            let id = String(Canonical.sha256(event).prefix(16))
            switch await read(order, envelope, execution: id) {
            case .failure(let ended): return [nothing(ended.conclusion, order.claimed)]
            case .success(let finding): return try await preview(finding, envelope, rules)
            }
        case .finding(let finding, let envelope):
            return try await preview(finding, envelope, matchingRules(event))
        }
    }

    private func preview(_ finding: Finding, _ envelope: EventEnvelope, _ rules: [Rule]) async throws -> [Preview] {
        func nothing(_ conclusion: Conclusion, _ rule: Rule? = nil) -> Preview {
            Preview(
                rule: rule?.name, finding: rule.map(finding.seen) ?? finding, conclusion: conclusion, plans: [],
                hash: nil, sessionPolicy: nil,
                approval: nil)
        }
        if finding.isSample || rules.isEmpty {
            let why = finding.isSample ? "It is a sample finding; samples change nothing." : "No rule matches."
            return [nothing(Conclusion(.ignored, why))]
        }
        var previews: [Preview] = []
        for rule in rules {
            let finding = finding.seen(by: rule)
            let decider = decider(finding, envelope.whole, rule)
            let id = String(Canonical.sha256("\(Self.key(finding, rule))|1").prefix(16))
            if case .failure(let ended) = await decider.confirm(execution: id) {
                previews.append(nothing(ended.conclusion, rule))
                continue
            }
            let ruling = await decider.ruleOnExceptions(execution: id)
            var preview: Preview
            switch try await decider.decide(.contain, execution: id, report: nil, ruling) {
            case .concluded(let conclusion): preview = nothing(conclusion, rule)
            case .held(let hold, _): preview = nothing(Conclusion(.held, hold.why), rule)
            case .planned(let plans, _):
                preview = Preview(
                    rule: rule.name, finding: finding, conclusion: nil, plans: plans,
                    hash: Canonical.sha256(try Canonical.text(plans)),
                    sessionPolicy: SessionPolicy.text(allowing: plans.flatMap(\.calls)))
                preview.approval = decider.approvalDemand(for: plans)
            }
            preview.exceptions = ruling.judgements
            previews.append(preview)
        }
        return previews
    }
}
