/// What a finding is about.
package struct Resource: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        case ec2Instance(ResourceID)
        case securityGroup(ResourceID)
        case ebsVolume(ResourceID)
        case s3Bucket(BucketName)
        case rdsInstance(DatabaseID)
        case iamUser(Principal)
        case iamRole(Principal)
        /// Credentials behind which stands no user or role that could be changed: root, federated users, services.
        case principal(Principal)
        /// Anything else: its type as the finding calls it, such as `EKSCluster` or `AWS::Lambda::Function`.
        case other(type: String)
    }

    package let kind: Kind
    /// The id or name AWS calls it by; it has the shape of its kind.
    package let id: String

    package init(_ kind: Kind, id: String) {
        self.kind = kind
        self.id = id
    }

    package var description: String {
        switch kind {
        case .ec2Instance: "instance \(id)"
        case .securityGroup: "security group \(id)"
        case .ebsVolume: "volume \(id)"
        case .s3Bucket: "bucket \(id)"
        case .rdsInstance: "database \(id)"
        case .iamUser: "user \(id)"
        case .iamRole: "role \(id)"
        case .principal(let principal): "\(principal.userType) \(id)"
        case .other(let type): "\(type) \(id)"
        }
    }

    package var instanceID: ResourceID? {
        guard case .ec2Instance(let id) = kind else { return nil }
        return id
    }

    package var principal: Principal? {
        switch kind {
        case .iamUser(let principal), .iamRole(let principal), .principal(let principal): principal
        default: nil
        }
    }

    /// The ARN, where it follows from the id alone; roles and users may have a path that it lacks.
    package func arn(partition: String, region: Region, account: AccountID) -> String? {
        switch kind {
        case .ec2Instance: "arn:\(partition):ec2:\(region):\(account):instance/\(id)"
        case .securityGroup: "arn:\(partition):ec2:\(region):\(account):security-group/\(id)"
        case .ebsVolume: "arn:\(partition):ec2:\(region):\(account):volume/\(id)"
        case .s3Bucket: "arn:\(partition):s3:::\(id)"
        case .iamUser: "arn:\(partition):iam::\(account):user/\(id)"
        case .iamRole: "arn:\(partition):iam::\(account):role/\(id)"
        case .rdsInstance, .principal, .other: nil
        }
    }
}
