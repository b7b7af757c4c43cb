/// What a playbook would have done about one event under one rule, as far as it can be known without AWS.
package enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// It would have changed something.
    case acts
    /// It would have asked people to approve its plan.
    case asks
    /// It would only have told people.
    case tells
    /// The event tells the exception tag.
    case exempt
    /// The same finding was answered already.
    case duplicate
    /// A limit of the playbook, or a standard one, was used up.
    case overBudget = "over-budget"
    /// Another guard would have held it: a protected resource, too many at once, or the same again and again.
    case held
    /// No action of the rule can do anything about this resource.
    case notApplicable = "not-applicable"

    package var words: String {
        switch self {
        case .acts: "would act"
        case .asks: "asks people"
        case .tells: "tells people"
        case .exempt: "exempt"
        case .duplicate: "duplicate"
        case .overBudget: "over budget"
        case .held: "held"
        case .notApplicable: "not applicable"
        }
    }
}

/// What becomes of an event that no verdict is about.
package enum Dismissal: String, Hashable, Sendable, CaseIterable {
    case unreadable, malformed, unsupported, sample
    case unmatched = "no-rule"
}
