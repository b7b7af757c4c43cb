extension Resource {
    /// Reads GuardDuty's `accessKeyDetails`: what the finding is about is the principal, not the key.
    init(accessKey details: EventField, in home: Home) throws(Rejection) {
        let principal = try Principal(details)
        let user = details["userName"]
        self.principal = principal
        switch principal.userType {
        case "IAMUser": kind = .iamUser(try Self.name(principal, UserName.self, user))
        case "AssumedRole", "Role": kind = .iamRole(try Self.name(principal, RoleName.self, user))
        default: kind = Self.principals[principal.userType] ?? .otherPrincipal
        }
        arn = kind == .iamRoot ? "arn:\(home.partition):iam::\(home.account):root" : nil
        switch kind {
        case .iamUser(let name): id = name.description
        case .iamRole(let name): id = name.description
        case .iamRoot: id = "root of \(home.account)"
        default: id = principal.name.flatMap { ResourceID($0)?.description } ?? principal.userType
        }
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
