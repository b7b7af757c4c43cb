import AWSClient
import JSON

/// Asks all policies about everything that one call needs.
struct Authorization {
    let call: WireCall
    let arrival: Arrival
    /// The world as IAM knows it by now: identities and their policies.
    let identities: World
    /// The world as it is: resources and their tags.
    let resources: World
    var texts: PolicyTexts

    /// Refuses in the words of the service.
    mutating func check() throws(Refusal) {
        for check in NeededPermissions(call: call, arrival: arrival, world: resources).all {
            let decision: PolicyDecision
            do throws(PolicyError) {
                decision = try policies(for: check).decide(request(for: check))
            } catch {
                throw refusal("A policy about \(check.action) cannot be evaluated: \(error)")
            }
            guard !decision.isAllowed else { continue }
            let place = check.resource == "*" ? "" : " on resource: \(check.resource)"
            throw refusal(
                "User: \(arrival.caller.arn) is not authorized to perform: \(check.action)\(place) \(decision.reason)")
        }
    }

    private func refusal(_ message: String) -> Refusal {
        switch call.operation.service.wireProtocol {
        case .ec2: Refusal("UnauthorizedOperation", "You are not authorized: \(message)", status: 403)
        case .query, .restXML: Refusal("AccessDenied", message, status: 403)
        case .json, .restJSON: Refusal("AccessDeniedException", message)
        }
    }

    private func request(for check: NeededPermission) -> PolicyRequest {
        let caller = arrival.caller
        var texts = Array(check.texts)
        texts += [
            ("aws:PrincipalArn", caller.entity), ("aws:PrincipalOrgID", identities.organization),
            ("aws:RequestedRegion", arrival.region), ("aws:SecureTransport", "true"),
        ]
        if let identity = caller.sourceIdentity { texts.append(("aws:SourceIdentity", identity)) }
        return PolicyRequest(
            principal: caller.arn, action: check.action, resource: check.resource, texts: texts, lists: check.lists)
    }

    private mutating func policies(for check: NeededPermission) throws(PolicyError) -> PolicySet {
        let caller = arrival.caller
        let identity = identities[identities: caller.account][caller.kind][caller.name]
        var set = PolicySet()
        if let identity { set.identity = try policies(of: identity) }
        set.boundary = identity?.boundary
        set.session = try caller.sessionPolicies.map { texts throws(PolicyError) in try policies(texts) }
        set.serviceControls = identities.serviceControls[caller.account] ?? []
        set.resourceControls = identities.resourceControls
        set.resource = check.resourcePolicies
        return set
    }

    private mutating func policies(of identity: Identity) throws(PolicyError) -> [Policy] {
        try policies(identity.inline.values.sorted()) + identity.attached.compactMap { identities.managedPolicies[$0] }
    }

    private mutating func policies(_ documents: [String]) throws(PolicyError) -> [Policy] {
        var policies: [Policy] = []
        for document in documents { policies.append(try texts.policy(document)) }
        return policies
    }
}
