import AWSClient
import ActionKit

/// What people have said about one plan, rebuilt from the records; pure.
package struct Approval: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
        case waiting, approved, declined, expired
        /// The plan was applied, or its application has begun: an approval is good for one.
        case used
    }

    /// Why an approval is not taken.
    package struct Objection: Error, Hashable, Sendable, CustomStringConvertible {
        package enum Kind: String, Hashable, Sendable {
            case noApproval = "no-approval"
            case shortPlan = "short-plan"
            case otherPlan = "other-plan"
            case requester
            case again
            case anonymous
            case declined, expired, used
            case notApproved = "not-approved"
            case begun, undone
        }
        package let kind: Kind
        /// What is wrong, and what to do.
        package let description: String

        init(_ kind: Kind, _ description: String) {
            self.kind = kind
            self.description = description
        }
    }

    package let request: ApprovalRequest
    /// Approvals that count, in their order.
    package private(set) var consents: [Consent] = []
    package private(set) var refusal: Refusal?
    private var ending: State?

    /// The shortest part of a plan's hash that names it.
    package static let shortestPrefix = 8

    init(_ request: ApprovalRequest) { self.request = request }

    package var plan: String { request.planned.hash }

    /// Whether no record has ended it; its time may still be over.
    var isOpen: Bool { ending == nil }

    /// The state at a time in seconds since 1970; a time that cannot be read has come.
    package func state(at now: Double) -> State {
        if let ending { return ending }
        guard let until = ISO8601.parse(request.until), now < until else { return .expired }
        return consents.count >= request.people ? .approved : .waiting
    }

    /// Whether expiry is still to be told: nobody has decided, and no record says that the time is over.
    func mustExpire(at now: Double) -> Bool { ending == nil && state(at: now) == .expired }

    /// Takes a record of the journal in; an approval that should not be there does not count.
    mutating func receive(_ record: Record) {
        switch record {
        case .approved(let consent):
            guard ending == nil, consent.plan == plan, objection(to: consent.by) == nil else { return }
            consents.append(consent)
        case .declined(let refusal):
            guard ending == nil, refusal.plan == plan else { return }
            self.refusal = refusal
            ending = .declined
        case .approvalExpired: ending = ending ?? .expired
        // What only keeps evidence while a guard holds the plan is not the plan.
        case .planned(let planned): if planned.phase == .contain, planned.held == nil { ending = .used }
        default: break
        }
    }

    /// Why a person's approval of the plan with this beginning of its hash is not taken; nil when it is.
    package func objection(to person: Identity, plan prefix: String, at now: Double) -> Objection? {
        objection(plan: prefix) ?? objection(at: now) ?? objection(to: person)
    }

    /// Why a plan named so is not this one.
    package func objection(plan prefix: String) -> Objection? {
        let prefix = prefix.lowercased()
        guard prefix.utf8.count >= Self.shortestPrefix else {
            return Objection(
                .shortPlan, "Name the plan by at least \(Self.shortestPrefix) digits of its hash; the alert has them.")
        }
        guard plan.hasPrefix(prefix) else {
            return Objection(
                .otherPlan,
                "The plan that waits is \(plan.prefix(16)), not \(prefix). Look at it again: quell approvals show")
        }
        return nil
    }

    /// Why nothing can be decided on any more.
    package func objection(at now: Double) -> Objection? {
        switch state(at: now) {
        case .waiting, .approved: nil
        case .declined:
            Objection(.declined, "\(refusal.map { "\($0.by)" } ?? "Somebody") has declined the plan.")
        case .expired:
            Objection(
                .expired,
                "The plan could be approved until \(request.until). Send the event again for a new plan.")
        case .used: Objection(.used, "The approval has been used: it is good for one application of the plan.")
        }
    }

    /// Why this person cannot be the one, or another one, who approves.
    private func objection(to person: Identity) -> Objection? {
        if let why = person.anonymity { return Objection(.anonymous, why) }
        if person.mayBe(request.requester) {
            return Objection(
                .requester, "\(person) has asked for this response as \(request.requester); somebody else must approve."
            )
        }
        if consents.contains(where: { person.mayBe($0.by) }) {
            return Objection(.again, "\(person) has approved the plan already; another person must.")
        }
        return nil
    }

    /// How an execution stands whose plan was not approved: held, whatever the reason.
    func conclusion(of execution: String, at now: Double) -> Conclusion {
        let risk = request.planned.plans.flatMap(\.residualRisk)
        let count = request.planned.plans.reduce(0) { $0 + $1.steps.count }
        let steps = count == 1 ? "1 step" : "\(count) steps"
        switch state(at: now) {
        case .expired:
            return Conclusion(
                .held,
                "Nobody has approved the plan \(plan.prefix(16)) of \(steps) in time, until \(request.until). Nothing was "
                    + "changed. Send the event again for a new plan: quell journal show \(execution)",
                residualRisk: risk)
        case .declined:
            return Conclusion(.declined, refusalSentence, residualRisk: risk)
        case .waiting, .approved, .used:
            let again = request.changes.isEmpty ? "" : "What it was planned on has changed since it was approved. "
            return Conclusion(
                .held,
                again
                    + "People must approve the plan \(plan.prefix(16)) of \(steps) until \(request.until). Nothing is changed "
                    + "before: quell approvals show \(execution)", residualRisk: risk)
        }
    }

    var refusalSentence: String {
        guard let refusal else { return "The plan was declined." }
        return "\(refusal.by) declined the plan \(plan.prefix(16)): \(refusal.why)"
    }

    /// What people are told while it waits for them.
    func notice(of execution: String) -> ApprovalNotice {
        let plan = String(plan.prefix(16))
        return ApprovalNotice(
            plan: self.plan, until: request.until, people: request.people,
            steps: request.planned.plans.flatMap(\.steps).map(\.sentence),
            changes: request.changes.map(\.description),
            commands: [
                "quell approvals show \(execution)", "quell approvals approve \(execution) --plan \(plan)",
                "quell approvals decline \(execution) --plan \(plan) --why REASON",
            ])
    }
}
