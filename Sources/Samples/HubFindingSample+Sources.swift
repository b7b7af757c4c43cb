import Findings
import JSON

extension HubFindingSample {
    /// The copy of a GuardDuty finding in Security Hub.
    init(_ sample: GuardDutySample, _ detail: JSONValue) {
        let resource = Self.resource(sample, detail)
        var dice = Dice(seed: sample.order.seed, salt: "hub \(sample.type)")
        self.init(
            order: sample.order, id: sample.arn, product: "guardduty",
            generator:
                "arn:\(sample.order.partition):guardduty:\(sample.order.region):\(sample.order.account):detector/"
                + sample.detector,
            types: HubTypeName.names(of: sample.type), title: detail["title"]?.string ?? "",
            summary: detail["description"]?.string ?? "", severity: sample.family.severity,
            resourceType: resource.type, resourceID: resource.id, details: resource.details, isCompliance: false,
            uid: dice.uuid())
    }

    /// What Security Hub imports of a Config rule that a resource breaks.
    init(_ sample: ConfigSample) {
        let order = sample.order
        var dice = Dice(seed: order.seed, salt: "hub \(sample.rule)")
        let hash = dice.hex(32)
        self.init(
            order: order,
            id:
                "arn:\(order.partition):config:\(order.region):\(order.account):config-rule/\(sample.ruleARN.suffix(18))"
                + "/finding/\(hash)",
            product: "config", generator: sample.ruleARN, types: ["Software and Configuration Checks"],
            title: sample.rule,
            summary: "This finding is created for a resource compliance change for config rule: \(sample.rule)",
            severity: 5, resourceType: Self.types[sample.resourceType] ?? "Other",
            resourceID: sample.resource, details: .null, isCompliance: true, uid: dice.uuid())
    }

    private typealias Subject = (type: String, id: String, details: JSONValue)

    private static func resource(_ sample: GuardDutySample, _ detail: JSONValue) -> Subject {
        let resource = detail["resource"] ?? .null
        func arn(_ part: String, _ member: String) -> String { resource[part]?[member]?.string ?? "" }
        switch sample.family.kind {
        case .instance:
            let instance = resource["instanceDetails"]
            let interface = instance?["networkInterfaces"]?.array?.first
            return (
                "AwsEc2Instance", sample.named("ec2", "instance/\(instance?["instanceId"]?.string ?? "")"),
                [
                    "Type": instance?["instanceType"] ?? .null, "ImageId": instance?["imageId"] ?? .null,
                    "VpcId": interface?["vpcId"] ?? .null, "SubnetId": interface?["subnetId"] ?? .null,
                    "LaunchedAt": instance?["launchTime"] ?? .null,
                ]
            )
        case .accessKey:
            let key = resource["accessKeyDetails"]
            let id = key?["accessKeyId"]?.string ?? ""
            return (
                "AwsIamAccessKey", id.isEmpty ? "AWS::::Account:\(sample.order.account)" : "AWS::IAM::AccessKey:\(id)",
                [
                    "PrincipalId": key?["principalId"] ?? .null, "PrincipalName": key?["userName"] ?? .null,
                    "PrincipalType": key?["userType"] ?? .null,
                ]
            )
        case .bucket:
            let bucket = resource["s3BucketDetails"]?.array?.first
            return ("AwsS3Bucket", bucket?["arn"]?.string ?? "", ["OwnerId": bucket?["owner"]?["id"] ?? .null])
        case .object:
            let object = resource["s3BucketDetails"]?.array?.first?["s3ObjectDetails"]?.array?.first
            return ("AwsS3Object", object?["objectArn"]?.string ?? "", ["ETag": object?["eTag"] ?? .null])
        case .kubernetes: return ("AwsEksCluster", arn("eksClusterDetails", "arn"), .null)
        case .ecs: return ("AwsEcsCluster", arn("ecsClusterDetails", "arn"), .null)
        case .database: return ("AwsRdsDbInstance", arn("rdsDbInstanceDetails", "dbInstanceArn"), .null)
        case .function: return ("AwsLambdaFunction", arn("lambdaDetails", "functionArn"), .null)
        case .container: return ("Container", arn("containerDetails", "id"), .null)
        case .snapshot: return ("Other", arn("ebsSnapshotDetails", "snapshotArn"), .null)
        case .image: return ("Other", arn("ec2ImageDetails", "imageArn"), .null)
        case .recoveryPoint, .bucketRecoveryPoint:
            return ("Other", arn("recoveryPointDetails", "recoveryPointArn"), .null)
        case .sequence: return ("AwsAccount", "AWS::::Account:\(sample.order.account)", .null)
        }
    }
}

extension HubTypeName {
    /// Security Hub's names for a finding type: the irregular ones, or a category and the type with its slash as a dash.
    static func names(of type: String) -> [String] {
        let regular = "\(category(of: type))/\(type.replacing("/", with: "-"))"
        let irregular = irregularNames(of: type)
        return irregular.isEmpty ? [regular] : irregular
    }

    private static func category(of type: String) -> String {
        switch type.prefix(while: { $0 != ":" }) {
        case "Policy": "Software and Configuration Checks/AWS Security Best Practices"
        case "Behavior": "Unusual Behaviors"
        case "CryptoCurrency": "Effects/Resource Consumption"
        case "Exfiltration": "Effects/Data Exfiltration"
        case "Backdoor": "TTPs/Command and Control"
        case "CredentialAccess": "TTPs/Credential Access"
        case "DefenseEvasion", "Stealth", "DefenseImpairment": "TTPs/Defense Evasion"
        case "InitialAccess", "UnauthorizedAccess": "TTPs/Initial Access"
        case "LateralMovement": "TTPs/Lateral Movement"
        case "PrivilegeEscalation": "TTPs/Privilege Escalation"
        case "Recon", "Discovery": "TTPs/Discovery"
        case let purpose: "TTPs/\(purpose)"
        }
    }
}
