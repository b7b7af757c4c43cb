import JSON

extension Resource {
    /// Reads a finding's `resource` by its `resourceType`: the finding's type is a name, of which new ones appear.
    init(guardDuty resource: EventField, in home: Home) throws(Rejection) {
        guard resource.present?.object != nil else { throw resource.rejection("an object") }
        let type = try resource["resourceType"].requiredID(ResourceType.self)
        let key = resource["accessKeyDetails"]
        if type.description == "AccessKey" {
            try self.init(accessKey: key, in: home)
            return
        }
        let known = try Self.known(type.description, resource, home)
        self.init(
            kind: known?.kind ?? .other(type), id: known?.id ?? type.description, arn: known?.arn,
            principal: try key["userType"].present == nil ? nil : Principal(key))
    }

    private typealias Known = (kind: Kind, id: String, arn: String?)

    private static func known(
        _ type: String, _ resource: EventField, _ home: Home
    ) throws(Rejection) -> Known? {
        switch type {
        case "Instance":
            let id = try resource["instanceDetails"]["instanceId"].requiredID(InstanceID.self)
            return (.ec2Instance(id), id.description, home.arn("ec2", "instance/\(id)"))
        case "S3Bucket", "S3Object":
            let bucket = resource["s3BucketDetails"][0]["name"]
            guard let name = try type == "S3Bucket" ? bucket.requiredID(BucketName.self) : bucket.id(BucketName.self)
            else { return nil }
            return (.s3Bucket(name), name.description, "arn:\(home.partition):s3:::\(name)")
        case "RDSDBInstance":
            let details = resource["rdsDbInstanceDetails"]
            guard let id = try details["dbiResourceId"].id(DatabaseID.self) else { return nil }
            let identifier = try details["dbInstanceIdentifier"].id(ResourceID.self)?.description
            return (.rdsInstance(id), identifier ?? id.description, try arn(details["dbInstanceArn"], "rds", home))
        case "EKSCluster", "KubernetesCluster":
            let details = resource["eksClusterDetails"]
            guard let name = try details["name"].id(ClusterName.self) else { return nil }
            let own = try arn(details["arn"], "eks", home)
            return (.eksCluster(name), name.description, own ?? home.arn("eks", "cluster/\(name)"))
        case "ECSCluster":
            let details = resource["ecsClusterDetails"]
            guard let name = try details["name"].id(ClusterName.self) else { return nil }
            let own = try arn(details["arn"], "ecs", home)
            return (.ecsCluster(name), name.description, own ?? home.arn("ecs", "cluster/\(name)"))
        case "Lambda":
            let details = resource["lambdaDetails"]
            guard let name = try details["functionName"].id(FunctionName.self) else { return nil }
            return (.lambdaFunction(name), name.description, home.arn("lambda", "function:\(name)"))
        default:
            return nil
        }
    }

    /// The ARN the event gives, which must lie in the finding's account.
    private static func arn(_ field: EventField, _ service: String, _ home: Home) throws(Rejection) -> String? {
        guard field.present != nil else { return nil }
        let name = try field.requiredName()
        guard name.service == service, name.account == home.account.description, name.partition == home.partition
        else { throw field.rejection("an ARN of \(service) in account \(home.account)") }
        return name.description
    }
}
