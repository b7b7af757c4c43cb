/// What a finding is about, as far as the event tells; the live resource may be gone or different by now.
package struct Resource: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        case ec2Instance(InstanceID)
        case iamUser(UserName)
        case iamRole(RoleName)
        case iamRoot
        case federatedUser
        case awsService
        case awsAccount
        case directoryUser
        case samlUser
        case webIdentityUser
        case anonymousPrincipal
        /// A principal of a type Quell does not know; the principal has the word.
        case otherPrincipal
        case s3Bucket(BucketName)
        case securityGroup(SecurityGroupID)
        case ebsVolume(VolumeID)
        case rdsInstance(DatabaseID)
        case eksCluster(ClusterName)
        case ecsCluster(ClusterName)
        case lambdaFunction(FunctionName)
        /// Anything else, under the name its source gives the type.
        case other(ResourceType)
    }

    package let kind: Kind
    /// The id or name people know it by.
    package let id: String
    /// nil where the event does not tell the whole ARN, such as a role's, whose path is not in the event.
    package let arn: String?
    /// Whose credentials were used; nil where the event names none.
    package let principal: Principal?

    package var description: String { "\(kind.words) \(id)" }

    /// Where the resource is.
    struct Home {
        let partition: Partition
        let region: Region
        let account: AccountID

        init(_ partition: Partition, _ region: Region, _ account: AccountID) {
            self.partition = partition
            self.region = region
            self.account = account
        }

        func arn(_ service: String, _ resource: String) -> String {
            "arn:\(partition):\(service):\(region):\(account):\(resource)"
        }
    }
}

extension Resource.Kind {
    /// The kind in words, such as `EC2 instance`.
    package var words: String {
        switch self {
        case .ec2Instance: "EC2 instance"
        case .iamUser: "IAM user"
        case .iamRole: "IAM role"
        case .iamRoot: "root user"
        case .federatedUser: "federated user"
        case .awsService: "AWS service"
        case .awsAccount: "AWS account"
        case .directoryUser: "directory user"
        case .samlUser: "SAML user"
        case .webIdentityUser: "web identity user"
        case .anonymousPrincipal: "anonymous principal"
        case .otherPrincipal: "principal"
        case .s3Bucket: "S3 bucket"
        case .securityGroup: "security group"
        case .ebsVolume: "EBS volume"
        case .rdsInstance: "RDS instance"
        case .eksCluster: "EKS cluster"
        case .ecsCluster: "ECS cluster"
        case .lambdaFunction: "Lambda function"
        case .other(let type): "\(type)"
        }
    }
}
