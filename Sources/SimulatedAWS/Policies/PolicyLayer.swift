/// One kind of policies between a principal and a resource: any explicit deny wins, else some allow is needed.
package enum PolicyLayer: String, Sendable {
    case identity = "identity-based policy"
    case boundary = "permissions boundary"
    case session = "session policy"
    case resource = "resource-based policy"
    case trust = "role trust policy"
    case serviceControl = "service control policy"
    case resourceControl = "resource control policy"

    private var namesPrincipals: Bool { [.resource, .trust, .resourceControl].contains(self) }

    fileprivate var article: String { self == .trust ? "the" : self == .identity ? "an" : "a" }

    /// What the documents of this layer say by themselves.
    func decide(_ policies: [Policy], _ request: PolicyRequest) throws(PolicyError) -> PolicyDecision {
        var allowing: PolicyStatement?
        try check(policies)
        for policy in policies {
            for statement in try policy.statements {
                guard try PolicyMatching(statement: statement, request: request).applies else { continue }
                if statement.denies {
                    return PolicyDecision(.denied, by: statement, in: self, of: request)
                }
                allowing = allowing ?? statement
            }
        }
        return PolicyDecision(allowing == nil ? .notAllowed : .allowed, by: allowing, in: self, of: request)
    }

    func statements(_ policies: [Policy]) throws(PolicyError) -> [PolicyStatement] {
        try check(policies)
        var found: [PolicyStatement] = []
        for policy in policies { found += try policy.statements }
        return found
    }

    private func check(_ policies: [Policy]) throws(PolicyError) {
        for policy in policies {
            for statement in try policy.statements { try check(statement) }
        }
    }

    private func check(_ statement: PolicyStatement) throws(PolicyError) {
        let name = statement.sid ?? "no Sid"
        guard statement.namesPrincipals == namesPrincipals else {
            throw PolicyError("A \(rawValue) \(namesPrincipals ? "must" : "cannot") name principals (\(name)).")
        }
        guard statement.namesResources || self == .trust || self == .resource else {
            throw PolicyError("A statement of a \(rawValue) must name resources (\(name)).")
        }
        guard self != .resourceControl || statement.denies else {
            throw PolicyError("A resource control policy can only deny: AWS's own RCPFullAWSAccess allows.")
        }
    }
}

/// Whether a request is allowed, which kind of policy decided, and the statement that did, where there is one.
package struct PolicyDecision: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case allowed, denied, notAllowed
    }

    private let kind: Kind
    private let action: String
    package let sid: String?
    package let layer: PolicyLayer

    init(_ kind: Kind, by statement: PolicyStatement?, in layer: PolicyLayer, of request: PolicyRequest) {
        (self.kind, self.layer) = (kind, layer)
        (sid, action) = (statement?.sid, request.action)
    }

    package var isAllowed: Bool { kind == .allowed }
    package var isExplicit: Bool { kind == .denied }

    /// What completes AWS's sentence about who is not authorized to perform which action.
    package var reason: String {
        switch kind {
        case .allowed: "allowed by \(layer.article) \(layer.rawValue)"
        case .denied: "with an explicit deny in \(layer.article) \(layer.rawValue)"
        case .notAllowed: "because no \(layer.rawValue) allows the \(action) action"
        }
    }
}
