/// All the policies that AWS looks at for one request, evaluated in the order of its evaluation logic.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
package struct PolicySet: Sendable {
    package var identity: [Policy] = []
    package var boundary: Policy?
    /// nil for a session without policies of its own.
    package var session: [Policy]?
    package var resource: [Policy] = []
    /// Lists of documents, one for each level from the root to the account, which must all allow; none for a
    /// management account.
    package var serviceControls: [[Policy]] = []
    /// They only deny.
    package var resourceControls: [Policy] = []

    package init() {}

    /// Services whose resource control policies AWS evaluates.
    private static let controlled: Set<String> = [
        "s3", "sts", "sqs", "kms", "secretsmanager", "dynamodb", "ecr", "aoss", "cognito-idp", "logs",
    ]

    package func decide(_ request: PolicyRequest) throws(PolicyError) -> PolicyDecision {
        let action = request.loweredAction
        let isTrust = ["sts:assumerole", "sts:setsourceidentity", "sts:tagsession"].contains { action.hasPrefix($0) }
        let kind: PolicyLayer = isTrust ? .trust : .resource
        let service = String(Substring(action.utf8.prefix { $0 != UInt8(ascii: ":") }))
        let levels = request.isServiceLinked || request.principalAccount == nil ? [] : serviceControls
        let isControlled = !request.isServiceLinked && Self.controlled.contains(service)
        let control = try PolicyLayer.resourceControl.decide(isControlled ? resourceControls : [], request)
        var controls: [PolicyDecision] = []
        for level in levels { controls.append(try PolicyLayer.serviceControl.decide(level, request)) }
        let resourceDecision = try kind.decide(resource, request)
        let own = request.principalAccount == nil ? [] : try ownDecisions(request)
        let all = [control] + controls + [resourceDecision] + own
        if let denial = all.first(where: \.isExplicit) { return denial }
        if let refusal = controls.first(where: { !$0.isAllowed }) { return refusal }
        return try combined(request, kind, resourceDecision, own)
    }

    /// An account's root user has no policies and may do everything its organization lets it.
    private func ownDecisions(_ request: PolicyRequest) throws(PolicyError) -> [PolicyDecision] {
        let isRoot = request.principal.hasSuffix(":root")
        var own = [try PolicyLayer.identity.decide(isRoot ? [Policy.everything] : identity, request)]
        if let boundary { own.append(try PolicyLayer.boundary.decide([boundary], request)) }
        if let session { own.append(try PolicyLayer.session.decide(session, request)) }
        return own
    }

    /// Identity and resource: in one account either may grant, across accounts both must.
    private func combined(
        _ request: PolicyRequest, _ kind: PolicyLayer, _ resourceDecision: PolicyDecision, _ own: [PolicyDecision]
    ) throws(PolicyError) -> PolicyDecision {
        guard let first = own.first else { return resourceDecision }
        let granted = own.first { !$0.isAllowed } ?? first
        // A role's trust and a key's policy are never bypassed by what the caller's own policies say.
        let isKey = request.loweredAction.hasPrefix("kms:") && request.resource != "*"
        let isCrossing = request.resourceAccount.map { $0 != request.principalAccount } ?? false
        if isCrossing || kind == .trust || isKey {
            guard resourceDecision.isAllowed else { return resourceDecision }
            let grip = try hold(request, kind)
            if isCrossing || grip == .account {
                return granted.isAllowed ? resourceDecision : granted
            }
        }
        guard resourceDecision.isAllowed else { return granted }
        switch try hold(request, kind) {
        case .session: return resourceDecision
        case .entity where request.principal.contains(":user/"): return resourceDecision
        case .entity, .everyone, .service:
            // A grant to a role is limited by the boundary and the session's policies, not by the role's own.
            return own.dropFirst().first { !$0.isAllowed } ?? resourceDecision
        case .account, nil: return granted
        }
    }

    /// The strongest way in which an allowing statement takes hold of the caller.
    private func hold(_ request: PolicyRequest, _ kind: PolicyLayer) throws(PolicyError) -> PolicyMatching.Grip? {
        var grips: [PolicyMatching.Grip] = []
        for statement in try kind.statements(resource) where !statement.denies {
            let matching = PolicyMatching(statement: statement, request: request)
            guard try matching.applies else { continue }
            let everyone = [PolicyStatement.Named(kind: "AWS", name: "*")]
            grips += (statement.principals ?? everyone).compactMap(matching.grip)
        }
        return grips.min { $0.rawValue < $1.rawValue }
    }
}
