/// Users, roles and groups of users of an account.
package struct Identities: Hashable, Sendable {
    /// Users with policies in common.
    package struct Group: Hashable, Sendable {
        /// ARNs of managed policies.
        package var attached: [String]
        /// Names of users.
        package var members: [String]
    }

    package var users: [String: Identity] = [:]
    package var roles: [String: Identity] = [:]
    package var groups: [String: Group] = [:]

    /// A user or a role, under a name that no other module has.
    package typealias Member = Identity

    package init() {}

    subscript(kind: Identity.Kind) -> [String: Identity] {
        get { kind == .user ? users : roles }
        set { if kind == .user { users = newValue } else { roles = newValue } }
    }
}

package struct Identity: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case user, role

        var nameMember: String { self == .user ? "UserName" : "RoleName" }
    }

    package let id: String
    package let path: String
    /// ARNs of managed policies, in the order they were attached.
    package var attached: [String] = []
    /// Documents of inline policies by name.
    package var inline: [String: String] = [:]
    /// Who may take a role.
    package var trust: Policy?
    package var boundary: Policy?
    package var tags: Tags = [:]
    /// Whether each access key is active.
    package var keys: [String: Bool] = [:]

    package init(id: String, path: String = "/") {
        self.id = id
        self.path = path
    }

    /// AWS's own quota for managed policies of one identity.
    static let managedPolicyQuota = 10
}

/// Credentials that AWS gave out.
package struct SecretKey: Hashable, Sendable {
    package let secret: String
    package let token: String?
    /// When they end, in seconds since 1970; nil for a user's own.
    package let expires: Double?
    package let principal: Principal

    package init(secret: String, token: String?, expires: Double?, principal: Principal) {
        self.secret = secret
        self.token = token
        self.expires = expires
        self.principal = principal
    }
}

/// Who calls.
package struct Principal: Hashable, Sendable {
    package let account: String
    /// ARN of the session or the user.
    package let arn: String
    /// ARN of the role or the user, with its path.
    package let entity: String
    package let kind: Identity.Kind
    package let name: String
    package var sourceIdentity: String?
    /// The documents that cut a session down; nil for none.
    package var sessionPolicies: [String]?

    /// A session of a role.
    package static func session(
        of role: String, path: String = "/", account: String, name: String, policy: String?
    ) -> Principal {
        var principal = Principal(
            account: account, arn: "arn:aws:sts::\(account):assumed-role/\(role)/\(name)",
            entity: "arn:aws:iam::\(account):role\(path)\(role)", kind: .role, name: role)
        principal.sourceIdentity = name
        principal.sessionPolicies = policy.map { [$0] }
        return principal
    }

    package init(account: String, arn: String, entity: String, kind: Identity.Kind, name: String) {
        self.account = account
        self.arn = arn
        self.entity = entity
        self.kind = kind
        self.name = name
    }
}
