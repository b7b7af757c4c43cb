package import AWSClient
package import ActionKit

/// What a response needs to know beside the playbook.
package struct Settings: Sendable {
    /// Topic that people listen to; nil when none is set.
    package let topic: String?
    /// Patterns of ARNs that are never changed, beside the playbook's: the response roles themselves, to begin with.
    package let protected: [String]
    package let owner: LeaseOwner
    /// The engine's own account, whose Security Hub may give orders; from nil no order is taken, only previewed.
    package let homeAccount: String?
    /// Contain again what was contained and taken back, or what a repeat would leave alone.
    package let isAgain: Bool
    /// Why this host makes no change, asked before every one: a file, or a setting; nil while it may.
    package let halted: @Sendable () -> String?
    /// Whether events come by themselves, so that a first start may find a backlog.
    package let isService: Bool
    /// How long a plan may be old before its first step is read again, in seconds.
    package let freshness: Double
    /// Who asks for responses, as AWS says; asked only where people must approve.
    package let identity: AskIdentity

    package init(
        topic: String?, protected: [String], owner: LeaseOwner, homeAccount: String? = nil, isAgain: Bool = false,
        freshness: Double = 5, isService: Bool = false, halted: @escaping @Sendable () -> String? = { nil },
        identity: @escaping AskIdentity = Settings.nobody
    ) {
        self.identity = identity
        self.homeAccount = homeAccount
        self.topic = topic
        self.protected = protected
        self.owner = owner
        self.isAgain = isAgain
        self.freshness = freshness
        self.isService = isService
        self.halted = halted
    }

    /// For responses that ask nobody for approval.
    @Sendable
    package static func nobody() async throws(AWSError) -> Identity {
        throw AWSError(
            kind: .noCredentials, operation: STS.getCallerIdentity.id, message: "Nothing here can say who calls.")
    }

    /// The same for another owner of leases, named after this one.
    func owned(as name: String) -> Settings {
        Settings(
            topic: topic, protected: protected,
            owner: LeaseOwner(host: owner.host, process: owner.process, token: "\(owner.token)-\(name)"),
            homeAccount: homeAccount, isAgain: isAgain, freshness: freshness, isService: isService, halted: halted,
            identity: identity)
    }

    /// The same for other listeners; without a topic for the same ones.
    func telling(_ topic: String?) -> Settings {
        Settings(
            topic: topic ?? self.topic, protected: protected, owner: owner, homeAccount: homeAccount, isAgain: isAgain,
            freshness: freshness, isService: isService, halted: halted, identity: identity)
    }
}

/// The actions there are, by id.
///
/// The engine knows none of them.
package struct ActionCatalog: Sendable {
    private let types: [String: any Action.Type]

    package init(_ types: [any Action.Type]) {
        self.types = Dictionary(types.map { ($0.manifest.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package subscript(_ id: String) -> (any Action.Type)? { types[id] }

    package var manifests: [Manifest] { types.values.map { $0.manifest }.sorted { $0.id < $1.id } }
}
