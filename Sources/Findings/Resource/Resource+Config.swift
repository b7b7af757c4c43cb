import JSON

extension Resource {
    /// Reads the resource of a Config event, whose `resourceId` is a name, an id or an ARN, by its type.
    init(config type: ResourceType, id field: EventField, in home: Home) throws(Rejection) {
        var arn: String?
        var principal: Principal?
        var id = try field.requiredID(ResourceID.self).description
        switch type.description {
        case "AWS::EC2::Instance":
            kind = .ec2Instance(try field.requiredID(InstanceID.self))
            arn = home.arn("ec2", "instance/\(id)")
        case "AWS::EC2::SecurityGroup":
            kind = .securityGroup(try field.requiredID(SecurityGroupID.self))
            arn = home.arn("ec2", "security-group/\(id)")
        case "AWS::EC2::Volume":
            kind = .ebsVolume(try field.requiredID(VolumeID.self))
            arn = home.arn("ec2", "volume/\(id)")
        case "AWS::S3::Bucket":
            kind = .s3Bucket(try field.requiredID(BucketName.self))
            arn = "arn:\(home.partition):s3:::\(id)"
        case "AWS::RDS::DBInstance":
            kind = .rdsInstance(try field.requiredID(DatabaseID.self))
        case "AWS::EKS::Cluster":
            kind = .eksCluster(try field.requiredID(ClusterName.self))
            arn = home.arn("eks", "cluster/\(id)")
        case "AWS::ECS::Cluster":
            let name = try Self.ecsCluster(field, home)
            kind = .ecsCluster(name)
            id = name.description
            arn = home.arn("ecs", "cluster/\(name)")
        case "AWS::Lambda::Function":
            kind = .lambdaFunction(try field.requiredID(FunctionName.self))
            arn = home.arn("lambda", "function:\(id)")
        case "AWS::IAM::User", "AWS::IAM::Role":
            // Config names these by their unique id; the name is not in the event.
            kind = .other(type)
            principal = Principal(userType: type.description, uniqueID: try field.requiredID(UniqueID.self))
        default:
            kind = .other(type)
        }
        (self.id, self.arn, self.principal) = (id, arn, principal)
    }

    /// Config names ECS clusters by their ARN.
    private static func ecsCluster(_ field: EventField, _ home: Home) throws(Rejection) -> ClusterName {
        guard let text = try field.text(), text.hasPrefix("arn:") else { return try field.requiredID(ClusterName.self) }
        let name = try field.requiredName()
        let parts = name.resource.split(separator: "/", omittingEmptySubsequences: false)
        guard name.service == "ecs", name.account == home.account.description, parts.count == 2, parts[0] == "cluster",
            let cluster = ClusterName(parts[1])
        else { throw field.rejection("the ARN of an ECS cluster in account \(home.account)") }
        return cluster
    }
}
