/// How a response to one finding under one rule ended.
package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    /// Every change was made and read back.
    case contained
    /// The resource was as a response would leave it.
    case alreadyContained = "already-contained"
    /// An approved exception: nothing was changed.
    case exempt
    /// A guard stopped the response, or could not be read: nothing was changed, people must decide.
    case held
    /// A person has decided against the plan: nothing was changed.
    case declined
    /// Some changes hold and others do not.
    case partial
    /// The resource is gone.
    case moot
    /// The live finding or resource does not say what the event says.
    case notConfirmed = "not-confirmed"
    /// There is nothing that may be done to this resource automatically.
    case notApplicable = "not-applicable"
    /// No rule asks for a response, or the event is a sample.
    case ignored
    /// The event is malformed.
    case rejected
    /// The same finding is handled already.
    case duplicate
    /// Nothing could be done for a technical reason; the same event can be sent again.
    case failed

    /// Whether people are told although the rule does not ask for it.
    package var demandsAttention: Bool {
        switch self {
        case .held, .partial, .failed, .exempt: true
        case .contained, .alreadyContained, .declined, .moot, .notConfirmed, .notApplicable, .ignored, .rejected,
            .duplicate:
            false
        }
    }

    /// Whether the finding may be archived.
    package var provesContainment: Bool { self == .contained || self == .alreadyContained }
}

/// An outcome with the sentences that explain it.
package struct Conclusion: Hashable, Sendable, Codable {
    package let outcome: Outcome
    package let why: String
    /// What stays dangerous, a sentence each.
    package let residualRisk: [String]
    /// Set when a guard held it: with which others people are told of it.
    package let group: HoldGroup?

    package init(_ outcome: Outcome, _ why: String, residualRisk: [String] = [], group: HoldGroup? = nil) {
        self.group = group
        self.outcome = outcome
        self.why = why
        self.residualRisk = residualRisk
    }
}
