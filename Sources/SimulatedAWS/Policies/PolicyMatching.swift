/// Whether a statement speaks about a request: its action, its resource, its principal, and then its conditions.
struct PolicyMatching {
    /// How a principal element takes hold of the caller, the strongest first.
    enum Grip: Int {
        case session, entity, everyone, service, account
    }

    let statement: PolicyStatement
    let request: PolicyRequest

    /// Conditions are looked at last: a statement about something else may use keys of another service.
    var applies: Bool {
        get throws(PolicyError) {
            guard isAboutAction, try isAboutResource, isAboutPrincipal else { return false }
            return try PolicyConditions(statement: statement, request: request).hold
        }
    }

    private var isAboutAction: Bool {
        let action = request.loweredAction
        if let others = statement.otherActions { return !others.contains { $0.matches(lowered: action) } }
        return statement.actions?.contains { $0.matches(lowered: action) } ?? false
    }

    /// A trust policy names no resource: it is about its own role.
    private var isAboutResource: Bool {
        get throws(PolicyError) {
            func isAny(_ resources: [PolicyStatement.Resource]) throws(PolicyError) -> Bool {
                // Every variable is looked up, so that an unknown one is found whatever the other resources say.
                var isAny = false
                for resource in resources where try isThis(resource) { isAny = true }
                return isAny
            }
            if let others = statement.otherResources { return try !isAny(others) }
            guard let resources = statement.resources else { return true }
            return try isAny(resources)
        }
    }

    private func isThis(_ resource: PolicyStatement.Resource) throws(PolicyError) -> Bool {
        if resource.text == "*" || resource.text == request.resource { return true }
        if let pattern = resource.pattern { return pattern.matches(request.resource) }
        return try PolicyConditions.replaced([resource.text], statement, request).contains { text in
            text == "*" || text == request.resource || WildcardPattern(resource: text).matches(request.resource)
        }
    }

    private var isAboutPrincipal: Bool {
        if let others = statement.otherPrincipals {
            // To be excepted, a principal must be named as everything it is: its account, its role, its session.
            let names = Set(others.map(\.name))
            return !names.contains("*")
                && !identities.allSatisfy { spellings in spellings.contains(where: names.contains) }
        }
        guard let principals = statement.principals else { return true }
        return principals.contains { grip($0) != nil }
    }

    /// How a principal element takes hold of the caller; nil when it does not.
    func grip(_ named: PolicyStatement.Named) -> Grip? {
        if named.kind == "AWS", named.name == "*" { return .everyone }
        if named.kind == "Service" { return request.isService && named.name == request.principal ? .service : nil }
        if named.kind == "Federated" {
            return request.has(named.name, lowered: "aws:federatedprovider") ? .entity : nil
        }
        guard named.kind == "AWS", request.principalAccount != nil else { return nil }
        if named.name == request.principal {
            if named.name.contains(":assumed-role/") { return .session }
            return named.name.hasSuffix(":root") ? .account : .entity
        }
        if request.has(named.name, lowered: "aws:principalarn") { return .entity }
        return account.contains(named.name) ? .account : nil
    }

    private var account: [String] {
        let account = request.principalAccount ?? ""
        let partition = request.principal.split(separator: ":").dropFirst().first ?? ""
        return [account, "arn:\(partition):iam::\(account):root"]
    }

    private var identities: [[String]] {
        guard request.principalAccount != nil else { return [[request.principal]] }
        return [account, request.values(lowered: "aws:principalarn") ?? [], [request.principal]]
    }
}
