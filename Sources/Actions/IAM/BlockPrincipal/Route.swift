import Findings

/// Where a principal can be blocked: at a user or role of the account, or by people elsewhere.
enum Route: Hashable {
    case user(String)
    case role(String)
    /// Sentences that say what people should do.
    case people(String)

    init(_ resource: Resource) {
        switch resource.kind {
        case .iamUser(let name): self = .user(name.description)
        case .iamRole(let name):
            // The name alone tells: such a role is not asked for, as IAM keeps it under a path of its own.
            self = Self.advice(forRoleNamed: name.description).map(Route.people) ?? .role(name.description)
        case .iamRoot, .federatedUser, .awsService, .awsAccount, .directoryUser, .samlUser, .webIdentityUser,
            .anonymousPrincipal, .otherPrincipal:
            self = .people(Self.advice(for: resource))
        case .ec2Instance, .s3Bucket, .securityGroup, .ebsVolume, .rdsInstance, .eksCluster, .ecsCluster,
            .lambdaFunction, .other:
            self = .people(
                "The finding is about \(resource), not about a principal. Look into it, and block who acted by hand.")
        }
    }

    /// What to do about a role that IAM does not let customers change; nil for any other path.
    static func advice(forPath path: String, role: String) -> String? {
        if path.hasPrefix("/aws-service-role/") {
            return """
                Role \(role) is linked to an AWS service and takes no policy. \
                Stop what uses it in that service, then delete the role there.
                """
        }
        return path.hasPrefix("/aws-reserved/") ? identityCenter(role) : nil
    }

    private static func advice(forRoleNamed name: String) -> String? {
        name.hasPrefix("AWSReservedSSO_") ? identityCenter(name) : nil
    }

    private static func identityCenter(_ role: String) -> String {
        """
        Role \(role) belongs to IAM Identity Center. Disable the user there, delete its sessions, and take away the \
        assignment of the permission set.
        """
    }

    private static func advice(for resource: Resource) -> String {
        let id = resource.id
        switch resource.kind {
        case .iamRoot:
            return """
                The root user takes no policy. Change its password and its MFA, delete its access keys, and deny it by \
                a service control policy.
                """
        case .federatedUser:
            return """
                Federated user \(id) has no policies of its own. Block the IAM user whose GetFederationToken call made \
                the session: CloudTrail names it.
                """
        case .awsAccount:
            return """
                The principal belongs to another account (\(id)). Take the account out of the resource's policy, and \
                block the principal in its own account.
                """
        case .awsService:
            return "AWS service \(id) takes no policy. Find out in CloudTrail on whose behalf it acted, and block that."
        case .directoryUser: return "Directory user \(id) is disabled in the directory it belongs to."
        case .samlUser, .webIdentityUser:
            return
                "User \(id) is disabled at its identity provider. Block the role that it took, which CloudTrail names."
        case .anonymousPrincipal:
            return "Nobody was signed in. Close what is open to the public in the resource's policy or access list."
        case .otherPrincipal, .iamUser, .iamRole, .ec2Instance, .s3Bucket, .securityGroup, .ebsVolume, .rdsInstance,
            .eksCluster, .ecsCluster, .lambdaFunction, .other:
            return "Quell does not know this kind of principal (\(id)). Look into the finding, and block it by hand."
        }
    }
}
