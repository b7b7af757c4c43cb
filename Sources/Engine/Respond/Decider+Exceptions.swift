import Playbook
import ActionKit
import AWSClient
import Findings
import JSON

extension Decider {
    /// Ends with `exempt` when the resource carries the exception tag, exactly that key, read from the owning service.
    ///
    /// Tags that cannot be read end with `held`, unless the rule changes nothing anyway.
    ///
    /// Answers the ARN the service gives the resource, with its path, where it gives one.
    func refuseExempt(execution: String, isHarmless: Bool) async throws(Ended) -> String? {
        guard let reading = TagReading(finding.resource, finding) else { return nil }
        let tags: [String: String]
        let arn: String?
        do throws(AWSError) {
            (tags, arn) = try await read(reading, in: readingSession(execution))
        } catch {
            switch error.kind {
            case .notFound:
                throw Ended(
                    .moot, "\(finding.resource) is gone; there is nothing to contain. (\(error.code ?? "not found"))")
            case _ where isHarmless: return nil
            default:
                throw Ended(
                    error.technicalOutcome,
                    "Whether \(finding.resource) carries the exception tag cannot be read, so nothing was changed: \(error)"
                )
            }
        }
        let key = playbook.exceptionTag
        if let value = tags[key] {
            throw Ended(
                .exempt,
                "\(finding.resource) carries the exception tag \(key)=\"\(value)\". Nothing was changed.")
        }
        return arn
    }

    private func read(
        _ reading: TagReading, in session: Session
    ) async throws(AWSError) -> (tags: [String: String], arn: String?) {
        let answer: JSONValue
        do throws(AWSError) {
            answer = try await access.perform(reading.call, in: session)
        } catch {
            guard error.code == "NoSuchTagSet" else { throw error }
            return ([:], nil)
        }
        if let presence = reading.presence, (presence(answer).array ?? []).isEmpty {
            throw AWSError(
                kind: .notFound, operation: reading.call.operation, message: "AWS does not list the resource.")
        }
        let pairs = (reading.select(answer).array ?? []).compactMap { pair -> (String, String)? in
            guard let key = pair["Key"]?.string else { return nil }
            return (key, pair["Value"]?.string ?? "")
        }
        return (Dictionary(pairs, uniquingKeysWith: { first, _ in first }), reading.arn?(answer).string)
    }
}

/// How the tags of a resource are read from the service that owns it.
struct TagReading {
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
                "DBInstances[].TagList[]", presence: "DBInstances[].DBInstanceArn")
        default: return nil
        }
    }

    static let operations = [
        EC2.describeInstances, EC2.describeSecurityGroups, EC2.describeVolumes, S3.getBucketTagging, IAM.getUser,
        IAM.getRole, RDS.describeDBInstances,
    ]
}
