import AWSClient
import JSON

/// Makes the `detail` of a "GuardDuty Finding" event, in the shape of GuardDuty's own Finding.
struct GuardDutySample {
    let order: SampleOrder
    let type: String
    let family: SampleFamily
    var dice: Dice
    let detector: String
    let finding: String

    init(_ order: SampleOrder, type: String) throws(SampleError) {
        guard FindingTypes.contains(type), let family = SampleFamily(type) else {
            throw SampleError("\"\(type)\" is no finding type of GuardDuty. \(FindingTypes.advice(type))")
        }
        self.order = order
        self.type = type
        self.family = family
        // One detector to an account and Region, whatever the seed.
        var home = Dice(seed: 0, salt: "detector \(order.account) \(order.region)")
        detector = home.hex(32)
        var dice = Dice(seed: order.seed, salt: "\(type) \(order.account) \(order.region)")
        finding = dice.hex(32)
        self.dice = dice
    }

    var arn: String {
        "arn:\(order.partition):guardduty:\(order.region):\(order.account):detector/\(detector)/finding/\(finding)"
    }

    mutating func detail() throws(SampleError) -> JSONValue {
        let resource = try resource()
        let count = dice.number(1...40)
        let first = order.time - Double(dice.number(600...86_400))
        var service: [String: JSONValue] = [
            "serviceName": "guardduty", "detectorId": .string(detector), "resourceRole": .string(family.role),
            "archived": false, "count": .number(String(count)), "eventFirstSeen": .string(ISO8601.format(first)),
            "eventLastSeen": .string(ISO8601.format(order.time - 60)), "featureName": .string(family.feature),
            "additionalInfo": ["value": "{}", "type": "default"],
        ]
        service.merge(deed()) { $1 }
        return [
            "schemaVersion": "2.0", "accountId": .string(order.account), "region": .string(order.region),
            "partition": .string(order.partition), "id": .string(finding), "arn": .string(arn), "type": .string(type),
            "resource": resource, "service": .object(service), "severity": .number(String(family.severity)),
            "createdAt": .string(milliseconds(first + 300)), "updatedAt": .string(milliseconds(order.time)),
            "title": .string(title(resource)), "description": .string(description(resource)),
        ]
    }

    private func milliseconds(_ time: Double) -> String {
        let text = ISO8601.format(time.rounded(.down))
        return text.hasSuffix("Z") && !text.contains(".") ? String(text.dropLast()) + ".000Z" : text
    }

    private func title(_ resource: JSONValue) -> String {
        "\(subject(resource)) shows \(family.purpose): \(family.name)."
    }

    private func description(_ resource: JSONValue) -> String {
        "\(subject(resource)) in account \(order.account) is \(family.role == "ACTOR" ? "the origin" : "the target") of "
            + "activity of the type \(type)."
    }

    private func subject(_ resource: JSONValue) -> String {
        switch family.kind {
        case .instance: "The EC2 instance \(resource["instanceDetails"]?["instanceId"]?.string ?? "")"
        case .accessKey: "The principal \(resource["accessKeyDetails"]?["userName"]?.string ?? "")"
        case .bucket, .object: "The S3 bucket \(resource["s3BucketDetails"]?.array?.first?["name"]?.string ?? "")"
        case .kubernetes: "The EKS cluster \(resource["eksClusterDetails"]?["name"]?.string ?? "")"
        case .ecs: "The ECS cluster \(resource["ecsClusterDetails"]?["name"]?.string ?? "")"
        case .container: "The container \(resource["containerDetails"]?["name"]?.string ?? "")"
        case .database: "The database \(resource["rdsDbInstanceDetails"]?["dbInstanceIdentifier"]?.string ?? "")"
        case .function: "The Lambda function \(resource["lambdaDetails"]?["functionName"]?.string ?? "")"
        case .snapshot: "An EBS snapshot"
        case .image: "An AMI"
        case .recoveryPoint, .bucketRecoveryPoint: "A recovery point of AWS Backup"
        case .sequence: "A sequence of signals"
        }
    }
}

extension SampleOrder {
    /// The partition that the Region belongs to.
    var partition: String {
        if region.hasPrefix("cn-") { return "aws-cn" }
        return region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
    }

    /// Tags as AWS lists them, sorted.
    func tagList(_ key: String = "key", _ value: String = "value") -> JSONValue {
        .array(tags.sorted { $0.key < $1.key }.map { .object([key: .string($0.key), value: .string($0.value)]) })
    }
}
