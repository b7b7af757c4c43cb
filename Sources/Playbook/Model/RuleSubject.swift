package import Findings

/// Which of the things that a finding names a rule is about: what its actions change, and whose exceptions, protection and
/// limits count.
package enum RuleSubject: String, Hashable, Sendable, CaseIterable {
    /// What the finding itself is about.
    case resource
    /// Whose credentials were used; a finding about a bucket names them beside the bucket.
    case principal
}

extension Finding {
    /// The finding as a rule looks at it.
    package func seen(by rule: Rule) -> Finding {
        switch rule.about {
        case .resource: self
        case .principal: aboutItsPrincipal
        }
    }
}
