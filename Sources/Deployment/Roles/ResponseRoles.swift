import JSON
import AWSClient
import ActionKit
import Playbook

/// The roles that the engine takes in a service account: one to read, one for each action, one for each way back.
///
/// Each holds exactly what its action declares, and is cut down further by the session's policy of each plan.
struct ResponseRoles {
    let playbook: Playbook
    let manifests: [Manifest]
    let topology: Topology
    let runbooks: AllowedRunbooks
    /// What is read whatever the actions: to confirm a finding, to look for the exception tag, to list exceptions.
    let alwaysRead: [Operation]

    /// A logical id, the purpose in the role's name, and the statements.
    struct Role {
        let id: String
        let purpose: String
        let statements: [CloudNode]
        let taker: Taker
    }

    /// Who takes a role.
    enum Taker {
        /// The engine, to act.
        case engine
        /// People, to undo.
        case operators
        /// Both, to read: what changes nothing.
        case both

        var principals: [String] {
            switch self {
            case .engine: [Names.engineRole]
            case .operators: [Names.operatorRole]
            case .both: [Names.engineRole, Names.operatorRole]
            }
        }

        var statement: String {
            switch self {
            case .engine: "EngineOnly"
            case .operators: "OperatorsOnly"
            case .both: "EngineAndOperators"
            }
        }
    }

    /// Manifests of the actions that the playbook uses, sorted.
    var used: [Manifest] {
        let ids = Set(playbook.rules.flatMap(\.respond).map(\.action))
        return manifests.filter { ids.contains($0.id) }.sorted { $0.id < $1.id }
    }

    /// Archiving is done in the account that administers GuardDuty; everything that contains, where the resource is.
    static func isCentral(_ manifest: Manifest) -> Bool { manifest.phase != .contain }

    /// What actions do with the engine's own credentials, such as publishing, is no role of a service account.
    static func isHome(_ manifest: Manifest) -> Bool {
        switch manifest.phase {
        case .notify, .report: true
        case .contain, .archive: false
        }
    }

    func context(_ manifest: Manifest) -> GrantContext {
        var options: [String: [String]] = [:]
        for response in playbook.rules.flatMap(\.respond) where response.action == manifest.id {
            for (name, value) in response.options.given {
                for text in value.string.map({ [$0] }) ?? value.strings ?? [] where !text.isEmpty {
                    if !(options[name] ?? []).contains(text) { options[name, default: []].append(text) }
                }
            }
        }
        if manifest.id == AllowedRunbooks.action {
            options["document"] = runbooks.documents
            options["assume-role"] = runbooks.byRole.map(\.role)
        }
        return GrantContext(
            exceptionTag: playbook.exceptionTag, tagExempts: playbook.strictExceptions == nil,
            options: options.mapValues { $0.sorted() })
    }

    /// The role that reads: everything that is needed to confirm, to look for exceptions, and to decide.
    var reading: Role {
        let deciding = used.filter { !Self.isHome($0) }.flatMap(\.reads)
        return Role(id: "ReadRole", purpose: "read", statements: reading(alwaysRead + deciding), taker: .both)
    }

    func acting(_ manifest: Manifest) -> Role {
        Role(
            id: Self.logicalID(manifest.id) + "Role", purpose: manifest.id, statements: actingStatements(manifest),
            taker: .engine)
    }

    func actingStatements(_ manifest: Manifest) -> [CloudNode] {
        reading(manifest.watches) + manifest.grants.compactMap { $0.statement(context(manifest)) }
    }

    /// nil where nothing can be taken back.
    func undoing(_ manifest: Manifest) -> Role? {
        guard !manifest.undos.isEmpty else { return nil }
        return Role(
            id: Self.logicalID(manifest.id) + "UndoRole", purpose: "undo-\(manifest.id)",
            statements: undoingStatements(manifest), taker: .operators)
    }

    func undoingStatements(_ manifest: Manifest) -> [CloudNode] {
        reading(manifest.undoWatches) + manifest.undoGrants.compactMap { $0.statement(context(manifest)) }
    }

    private func reading(_ operations: [Operation]) -> [CloudNode] {
        let actions = Set(operations.flatMap(\.iamActions)).sorted()
        return actions.isEmpty ? [] : [Statement(id: "Read", actions: actions, resources: ["*"]).node]
    }

    /// `ec2.isolate-instance` -> `Ec2IsolateInstance`.
    static func logicalID(_ id: String) -> String {
        id.split { !$0.isLetter && !$0.isNumber }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

extension ResponseRoles.Role {
    /// The role as a resource: trusted by those who take it, of the security account only.
    func resource(condition: String?, securityAccount: String = "SecurityAccountId") -> CloudNode {
        let principals = taker.principals.map {
            CloudNode.sub("arn:${AWS::Partition}:iam::${\(securityAccount)}:role\(Names.path)\($0)")
        }
        let trust = Statement(
            id: taker.statement,
            principal: ["AWS": principals.count == 1 ? principals[0] : .list(principals)],
            actions: ["sts:AssumeRole", "sts:SetSourceIdentity"],
            conditions: [
                Statement.Condition("StringEquals", "aws:PrincipalOrgID", .ref("OrganizationId")),
                // The engine says which account it believes it acts on: a mix-up of account and role fails.
                Statement.Condition("StringEquals", "sts:ExternalId", .sub("quell:${AWS::AccountId}")),
                Statement.Condition("StringLike", "sts:SourceIdentity", "quell-*"),
            ])
        return .members(
            ("Type", "AWS::IAM::Role"), ("Condition", condition.map(CloudNode.text)),
            (
                "Properties",
                [
                    "RoleName": .sub("${ResponseRoleName}-\(purpose)"), "Path": .text(Names.path),
                    "AssumeRolePolicyDocument": .policy(trust),
                    "PermissionsBoundary": .when(Template.Parameter.hasBoundary, .ref("PermissionsBoundary")),
                    "Policies": [["PolicyName": .text(purpose), "PolicyDocument": .policy(statements)]],
                ]
            ))
    }
}
