import AWSClient
import JSON

/// Makes the `detail` of a "Config Rules Compliance Change" event.
struct ConfigSample {
    let order: SampleOrder
    let rule: String
    let resourceType: String
    let resource: String
    let ruleARN: String

    /// What well-known rules are about.
    static let known: [String: String] = [
        "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED": "AWS::S3::Bucket",
        "S3_BUCKET_PUBLIC_READ_PROHIBITED": "AWS::S3::Bucket",
        "S3_BUCKET_PUBLIC_WRITE_PROHIBITED": "AWS::S3::Bucket",
        "S3_BUCKET_LOGGING_ENABLED": "AWS::S3::Bucket",
        "S3_BUCKET_VERSIONING_ENABLED": "AWS::S3::Bucket",
        "SECURITY_GROUP_OPEN_PROHIBITED": "AWS::EC2::SecurityGroup",
        "INCOMING_SSH_DISABLED": "AWS::EC2::SecurityGroup",
        "RESTRICTED_INCOMING_TRAFFIC": "AWS::EC2::SecurityGroup",
        "VPC_DEFAULT_SECURITY_GROUP_CLOSED": "AWS::EC2::SecurityGroup",
        "ENCRYPTED_VOLUMES": "AWS::EC2::Volume",
        "EC2_IMDSV2_CHECK": "AWS::EC2::Instance",
        "EC2_INSTANCE_NO_PUBLIC_IP": "AWS::EC2::Instance",
        "RDS_STORAGE_ENCRYPTED": "AWS::RDS::DBInstance",
        "RDS_INSTANCE_PUBLIC_ACCESS_CHECK": "AWS::RDS::DBInstance",
        "LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED": "AWS::Lambda::Function",
        "EKS_ENDPOINT_NO_PUBLIC_ACCESS": "AWS::EKS::Cluster",
        "IAM_USER_MFA_ENABLED": "AWS::IAM::User",
        "IAM_ROLE_MANAGED_POLICY_CHECK": "AWS::IAM::Role",
        "CMK_BACKING_KEY_ROTATION_ENABLED": "AWS::KMS::Key",
    ]

    init(_ order: SampleOrder, rule: String) throws(SampleError) {
        guard let type = order.resourceType ?? Self.known[rule] else {
            throw SampleError(
                "What the Config rule \"\(rule)\" is about is not known here. Name it with --resource-type, such as "
                    + "AWS::S3::Bucket.")
        }
        self.order = order
        self.rule = rule
        resourceType = type
        var dice = Dice(seed: order.seed, salt: "config \(rule) \(order.account) \(order.region)")
        resource = order.resource ?? Self.drawn(type, order, &dice)
        var home = Dice(seed: 0, salt: "rule \(rule) \(order.account) \(order.region)")
        ruleARN =
            "arn:\(order.partition):config:\(order.region):\(order.account):config-rule/config-rule-\(home.hex(6))"
    }

    private static func drawn(_ type: String, _ order: SampleOrder, _ dice: inout Dice) -> String {
        switch type {
        case "AWS::S3::Bucket": "reports-\(dice.hex(8))"
        case "AWS::EC2::SecurityGroup": "sg-\(dice.hex(17))"
        case "AWS::EC2::Volume": "vol-\(dice.hex(17))"
        case "AWS::EC2::Instance": "i-\(dice.hex(17))"
        case "AWS::RDS::DBInstance": "db-\(dice.capitals(26))"
        case "AWS::IAM::User": dice.identity("AIDA")
        case "AWS::IAM::Role": dice.identity("AROA")
        case "AWS::ECS::Cluster":
            "arn:\(order.partition):ecs:\(order.region):\(order.account):cluster/shop"
        case "AWS::KMS::Key": dice.uuid()
        default: "resource-\(dice.hex(8))"
        }
    }

    var detail: JSONValue {
        [
            "resourceId": .string(resource), "awsRegion": .string(order.region), "awsAccountId": .string(order.account),
            "configRuleName": .string(rule), "recordVersion": "1.0", "configRuleARN": .string(ruleARN),
            "messageType": "ComplianceChangeNotification", "resourceType": .string(resourceType),
            "newEvaluationResult": evaluation("NON_COMPLIANT", order.time - 30),
            "oldEvaluationResult": evaluation("COMPLIANT", order.time - 86_400),
            "notificationCreationTime": .string(ISO8601.format(order.time)),
        ]
    }

    private func evaluation(_ compliance: JSONValue, _ time: Double) -> JSONValue {
        [
            "evaluationResultIdentifier": [
                "evaluationResultQualifier": [
                    "configRuleName": .string(rule), "resourceType": .string(resourceType),
                    "resourceId": .string(resource), "evaluationMode": "DETECTIVE",
                ], "orderingTimestamp": .string(ISO8601.format(time - 60)),
            ], "complianceType": compliance, "resultRecordedTime": .string(ISO8601.format(time)),
            "configRuleInvokedTime": .string(ISO8601.format(time - 5)),
        ]
    }
}
