extension Resource {
    /// Reads GuardDuty's `accessKeyDetails`: what the finding is about is the principal, not the key.
    init(accessKey details: EventField, in home: Home) throws(Rejection) {
        let principal = try Principal(details)
        let kind: Kind
        switch principal.userType {
        case "IAMUser": kind = .iamUser(try Self.name(principal, UserName.self, details["userName"]))
        case "AssumedRole", "Role": kind = .iamRole(try Self.name(principal, RoleName.self, details["userName"]))
        default: kind = Self.principals[principal.userType] ?? .otherPrincipal
        }
        self.init(kind, principal, in: home)
    }

    /// Whose credentials were used on a resource; an unknown principal where the event does not name one.
    init(principalOf resource: Resource, in home: Home) {
        guard let principal = resource.principal else {
            self.init(kind: .otherPrincipal, id: Self.unknown, arn: nil, principal: nil)
            return
        }
        let kind: Kind? =
            switch principal.userType {
            case "IAMUser": principal.name.flatMap { UserName($0) }.map { Kind.iamUser($0) }
            case "AssumedRole", "Role": principal.name.flatMap { RoleName($0) }.map { Kind.iamRole($0) }
            default: Self.principals[principal.userType]
            }
        self.init(kind ?? .otherPrincipal, principal, in: home)
    }

    private static let unknown = "unknown"

    private init(_ kind: Kind, _ principal: Principal, in home: Home) {
        let id =
            switch kind {
            case .iamUser(let name): name.description
            case .iamRole(let name): name.description
            case .iamRoot: "root of \(home.account)"
            default: principal.name.flatMap { ResourceID($0)?.description } ?? principal.userType
            }
        let arn = kind == .iamRoot ? "arn:\(home.partition):iam::\(home.account):root" : nil
        self.init(kind: kind, id: id, arn: arn, principal: principal)
    }

    private static let principals: [String: Kind] = [
        "Root": .iamRoot, "FederatedUser": .federatedUser, "AWSService": .awsService, "AWSAccount": .awsAccount,
        "Directory": .directoryUser, "SAMLUser": .samlUser, "WebIdentityUser": .webIdentityUser,
        "ANONYMOUS_PRINCIPAL": .anonymousPrincipal,
    ]

    private static func name<Shape>(
        _ principal: Principal, _ type: Identifier<Shape>.Type, _ field: EventField
    ) throws(Rejection) -> Identifier<Shape> {
        guard let name = principal.name.flatMap({ Identifier<Shape>($0) }) else { throw field.rejection(Shape.words) }
        return name
    }
}
