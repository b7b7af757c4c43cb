/// A plan that people must approve, frozen, and the terms.
package struct ApprovalRequest: Hashable, Sendable, Codable {
    /// The plans of the phase `contain`, with their hash: what an approval is for.
    package let planned: Planned
    /// ISO 8601 time after which nobody can approve or apply it.
    package let until: String
    /// How long that is, in seconds: what a plan in its place gets.
    package let seconds: Int
    /// How many people must approve.
    package let people: Int
    /// On whose behalf it would be done; this person cannot approve it.
    package let requester: Identity
    /// Topic that is told when nobody has approved in time; nil for the usual one.
    package let escalate: String?
    /// What is different from the plan that was approved before; empty the first time.
    package let changes: [PlanChange]
}

/// One person's approval of one plan.
package struct Consent: Hashable, Sendable, Codable {
    package let by: Identity
    /// SHA-256 of the plans.
    package let plan: String
    /// How it was given, such as `quell approvals approve`.
    package let method: String
}

/// A person's decision against a plan.
package struct Refusal: Hashable, Sendable, Codable {
    package let by: Identity
    /// SHA-256 of the plans.
    package let plan: String
    package let why: String
}

/// Somebody asks that the approved plan be applied now.
package struct ApplyRequest: Hashable, Sendable, Codable {
    package let by: Identity
    /// SHA-256 of the plans.
    package let plan: String
}
