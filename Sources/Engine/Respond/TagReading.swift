import ActionKit
import AWSClient
import Findings
import JSON

/// How the tags of a resource are read from the service that owns it.
struct TagReading {
    /// The tags, and the ARN the service gives the resource, with its path, where it gives one.
    struct Answer {
        var tags: [String: String] = [:]
        var arn: String?
        /// Ids of what belongs to the resource and has tags of its own, on which people may have put the tag by mistake.
        var related: [String] = []
    }

    let call: Call
    let select: JSONQuery
    /// Selects a list that is empty when the resource is not there; nil where AWS answers with an error then.
    let presence: JSONQuery?
    /// Selects the resource's ARN where the answer has it.
    let arn: JSONQuery?

    private init(_ call: Call, _ select: JSONQuery, presence: JSONQuery? = nil, arn: JSONQuery? = nil) {
        self.call = call
        self.select = select
        self.presence = presence
        self.arn = arn
    }

    /// nil for kinds of resources that carry no tags of their own, such as the root user.
    init?(_ resource: Resource, _ finding: Finding) {
        func call(_ operation: Operation, _ input: JSONValue) -> Call {
            Call(
                operation, account: finding.account.description, region: finding.region.description, input: input)
        }
        switch resource.kind {
        case .ec2Instance(let id):
            self.init(
                call(EC2.describeInstances, ["InstanceIds": [.string("\(id)")]]), "Reservations[].Instances[].Tags[]",
                presence: "Reservations[].Instances[].InstanceId")
        case .securityGroup(let id):
            self.init(
                call(EC2.describeSecurityGroups, ["GroupIds": [.string("\(id)")]]), "SecurityGroups[].Tags[]",
                presence: "SecurityGroups[].GroupId")
        case .ebsVolume(let id):
            self.init(
                call(EC2.describeVolumes, ["VolumeIds": [.string("\(id)")]]), "Volumes[].Tags[]",
                presence: "Volumes[].VolumeId")
        case .s3Bucket(let name):
            self.init(call(S3.getBucketTagging, ["Bucket": .string("\(name)")]), "TagSet")
        case .iamUser(let name):
            self.init(call(IAM.getUser, ["UserName": .string("\(name)")]), "User.Tags", arn: "User.Arn")
        case .iamRole(let name):
            self.init(call(IAM.getRole, ["RoleName": .string("\(name)")]), "Role.Tags", arn: "Role.Arn")
        case .rdsInstance(let id):
            self.init(
                call(
                    RDS.describeDBInstances,
                    ["Filters": [["Name": "dbi-resource-id", "Values": [.string("\(id)")]]]]),
                "DBInstances[].TagList[]", presence: "DBInstances[].DBInstanceArn", arn: "DBInstances[0].DBInstanceArn")
        default: return nil
        }
    }

    /// Where the answer about an instance names its interfaces, volumes, security groups, subnets and networks.
    private static let related: [JSONQuery] = [
        "Reservations[].Instances[].NetworkInterfaces[].NetworkInterfaceId",
        "Reservations[].Instances[].BlockDeviceMappings[].Ebs.VolumeId",
        "Reservations[].Instances[].SecurityGroups[].GroupId", "Reservations[].Instances[].SubnetId",
        "Reservations[].Instances[].VpcId",
    ]

    static let operations = [
        EC2.describeInstances, EC2.describeSecurityGroups, EC2.describeVolumes, S3.getBucketTagging, IAM.getUser,
        IAM.getRole, RDS.describeDBInstances,
    ]

    func read(_ access: any AccountAccess, in session: Session) async throws(AWSError) -> Answer {
        let answer: JSONValue
        do throws(AWSError) {
            answer = try await access.perform(call, in: session)
        } catch {
            guard error.code == "NoSuchTagSet" else { throw error }
            return Answer()
        }
        if let presence, (presence(answer).array ?? []).isEmpty {
            throw AWSError(kind: .notFound, operation: call.operation, message: "AWS does not list the resource.")
        }
        let pairs = (select(answer).array ?? []).compactMap { pair -> (String, String)? in
            guard let key = pair["Key"]?.string else { return nil }
            return (key, pair["Value"]?.string ?? "")
        }
        return Answer(
            tags: Dictionary(pairs, uniquingKeysWith: { first, _ in first }), arn: arn?(answer).string,
            related: Self.related.flatMap { $0(answer).array?.compactMap(\.string) ?? [] })
    }
}
