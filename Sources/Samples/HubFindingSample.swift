import AWSClient
import Findings
import JSON

/// A finding as Security Hub tells it: in its own format (ASFF), and in that of the unified Security Hub (OCSF).
struct HubFindingSample {
    let order: SampleOrder
    /// ARN of the GuardDuty finding, or of the Config rule and its resource.
    let id: String
    let product: String
    let generator: String
    let types: [String]
    let title: String
    let summary: String
    let severity: Int
    let resourceType: String
    let resourceID: String
    let details: JSONValue
    let isCompliance: Bool
    let uid: String

    var productARN: String { "arn:\(order.partition):securityhub:\(order.region)::product/aws/\(product)" }

    private static let labels = [0: "INFORMATIONAL", 2: "LOW", 5: "MEDIUM", 8: "HIGH", 9: "CRITICAL"]
    private static let severityIDs = [0: 1, 2: 2, 5: 3, 8: 4, 9: 5]
    private var label: String { Self.labels[severity] ?? "MEDIUM" }

    /// AWS Security Finding Format.
    var asff: JSONValue {
        var finding: [String: JSONValue] = [
            "SchemaVersion": "2018-10-08", "Id": .string(id), "ProductArn": .string(productARN),
            "ProductName": .string(product == "guardduty" ? "GuardDuty" : "Config"), "CompanyName": "AWS",
            "Region": .string(order.region), "GeneratorId": .string(generator),
            "AwsAccountId": .string(order.account), "Types": .array(types.map(JSONValue.string)),
            "FirstObservedAt": .string(ISO8601.format(order.time - 7_200)),
            "LastObservedAt": .string(ISO8601.format(order.time - 60)),
            "CreatedAt": .string(ISO8601.format(order.time - 7_000)), "UpdatedAt": .string(ISO8601.format(order.time)),
            "Severity": ["Label": .string(label), "Normalized": .number(String(severity * 10))],
            "Title": .string(title), "Description": .string(summary),
            "ProductFields": [
                "aws/securityhub/FindingId": .string("\(productARN)/\(id)"), "aws/securityhub/CompanyName": "AWS",
                "aws/securityhub/ProductName": .string(product == "guardduty" ? "GuardDuty" : "Config"),
            ],
            "Resources": [.object(resource)], "WorkflowState": "NEW", "Workflow": ["Status": "NEW"],
            "RecordState": "ACTIVE",
        ]
        if isCompliance { finding["Compliance"] = ["Status": "FAILED"] }
        return .object(finding)
    }

    private var resource: [String: JSONValue] {
        var resource: [String: JSONValue] = [
            "Type": .string(resourceType), "Id": .string(resourceID), "Partition": .string(order.partition),
            "Region": .string(order.region),
        ]
        if !order.tags.isEmpty { resource["Tags"] = .object(order.tags.mapValues(JSONValue.string)) }
        if details != .null { resource["Details"] = [resourceType: details] }
        return resource
    }

    /// Open Cybersecurity Schema Framework 1.6: a detection finding, or a compliance finding.
    var ocsf: JSONValue {
        let classID = isCompliance ? 2_003 : 2_004
        let milliseconds = { (time: Double) -> JSONValue in .number(String(Int(time) * 1_000)) }
        var finding: [String: JSONValue] = [
            "activity_id": 1, "activity_name": "Create", "category_uid": 2, "category_name": "Findings",
            "class_uid": .number(String(classID)),
            "class_name": isCompliance ? "Compliance Finding" : "Detection Finding",
            "type_uid": .number(String(classID * 100 + 1)), "time": milliseconds(order.time),
            "time_dt": .string(ISO8601.format(order.time)),
            "severity_id": .number(String(Self.severityIDs[severity] ?? 3)),
            "severity": .string(label.prefix(1) + label.dropFirst().lowercased()), "status_id": 1, "status": "New",
            "cloud": [
                "provider": "AWS", "region": .string(order.region), "cloud_partition": .string(order.partition),
                "account": ["uid": .string(order.account), "type": "AWS Account", "type_id": 10],
            ],
            "finding_info": [
                "uid": .string(id), "title": .string(title), "desc": .string(summary),
                "types": .array(types.map(JSONValue.string)), "created_time": milliseconds(order.time - 7_000),
                "modified_time": milliseconds(order.time),
                "analytic": ["name": .string(generator), "type": "Rule", "type_id": 1],
            ],
            "metadata": [
                "version": "1.6.0", "uid": .string(uid), "profiles": ["cloud", "datetime"],
                "product": [
                    "uid": .string(productARN), "name": .string(product == "guardduty" ? "GuardDuty" : "Config"),
                    "vendor_name": "AWS",
                ],
            ],
            "resources": [
                [
                    "uid": .string(resourceID), "type": .string(ocsfType), "region": .string(order.region),
                    "cloud_partition": .string(order.partition), "owner": ["account": ["uid": .string(order.account)]],
                    "tags": order.tagList("name"),
                ]
            ],
        ]
        if isCompliance { finding["compliance"] = ["status": "Fail", "status_id": 3, "control": .string(title)] }
        return .object(finding)
    }

    /// `AwsEc2Instance` as CloudFormation spells it.
    private var ocsfType: String { Self.cloudFormationTypes[resourceType] ?? resourceType }

    private static let cloudFormationTypes = [
        "AwsEc2Instance": "AWS::EC2::Instance", "AwsIamAccessKey": "AWS::IAM::AccessKey",
        "AwsS3Bucket": "AWS::S3::Bucket", "AwsS3Object": "AWS::S3::Object", "AwsEksCluster": "AWS::EKS::Cluster",
        "AwsEcsCluster": "AWS::ECS::Cluster", "AwsRdsDbInstance": "AWS::RDS::DBInstance",
        "AwsLambdaFunction": "AWS::Lambda::Function", "AwsEc2SecurityGroup": "AWS::EC2::SecurityGroup",
        "AwsEc2Volume": "AWS::EC2::Volume",
    ]

    /// What Security Hub calls the kinds of resources.
    static let types: [String: String] = [
        "AWS::EC2::Instance": "AwsEc2Instance", "AWS::S3::Bucket": "AwsS3Bucket", "AWS::EKS::Cluster": "AwsEksCluster",
        "AWS::ECS::Cluster": "AwsEcsCluster", "AWS::RDS::DBInstance": "AwsRdsDbInstance",
        "AWS::Lambda::Function": "AwsLambdaFunction", "AWS::EC2::SecurityGroup": "AwsEc2SecurityGroup",
        "AWS::EC2::Volume": "AwsEc2Volume",
    ]
}
