import JSON

/// Events as EventBridge delivers them.
extension Incident {
    static let findingARN =
        "arn:aws:guardduty:\(Scenery.region):\(Scenery.member):detector/\(Scenery.memberDetector)/finding/\(Scenery.finding)"
    static let hubProduct = "arn:aws:securityhub:\(Scenery.region)::product/aws/guardduty"

    static func finding(_ type: String, _ resource: JSONValue) -> JSONValue {
        envelope(
            "aws.guardduty", "GuardDuty Finding",
            detail: [
                "schemaVersion": "2.0", "accountId": .string(Scenery.member), "region": .string(Scenery.region),
                "partition": "aws", "id": .string(Scenery.finding), "arn": .string(findingARN),
                "type": .string(type), "resource": resource,
                "service": ["serviceName": "guardduty", "resourceRole": "ACTOR", "archived": false, "count": 1],
                "severity": 8, "createdAt": "2026-03-01T09:50:00.000Z", "updatedAt": "2026-03-01T09:59:00.000Z",
                "title": "Odd.", "description": "Look.",
            ])
    }

    static func config(_ rule: String, _ type: String, _ id: String) -> JSONValue {
        envelope(
            "aws.config", "Config Rules Compliance Change",
            detail: [
                "resourceId": .string(id), "resourceType": .string(type), "awsRegion": .string(Scenery.region),
                "awsAccountId": .string(Scenery.member), "configRuleName": .string(rule), "recordVersion": "1.0",
                "configRuleARN": .string(
                    "arn:aws:config:\(Scenery.region):\(Scenery.member):config-rule/config-rule-a1b2c3"),
                "messageType": "ComplianceChangeNotification",
                "newEvaluationResult": [
                    "complianceType": "NON_COMPLIANT", "resultRecordedTime": "2026-03-01T09:59:00.000Z",
                ],
            ])
    }

    static var hubOrder: JSONValue {
        let finding: JSONValue = [
            "SchemaVersion": "2018-10-08", "Id": .string(findingARN), "ProductArn": .string(hubProduct),
            "AwsAccountId": .string(Scenery.member), "Region": .string(Scenery.region), "Title": "Odd.",
            "Types": ["TTPs/Command and Control/Backdoor:EC2-C&CActivity.B"],
            "Resources": [
                [
                    "Type": "AwsEc2Instance",
                    "Id": .string("arn:aws:ec2:\(Scenery.region):\(Scenery.member):instance/\(Scenery.instance)"),
                ]
            ],
        ]
        return envelope(
            "aws.securityhub", "Security Hub Findings - Custom Action",
            resources: [.string("arn:aws:securityhub:\(Scenery.region):\(Scenery.home):action/custom/Isolate")],
            detail: ["actionName": "Isolate EC2", "findings": [finding]])
    }

    private static func envelope(
        _ source: JSONValue, _ type: JSONValue, resources: JSONValue = [], detail: JSONValue
    ) -> JSONValue {
        [
            "version": "0", "id": "c8c4daa7-a20c-2f03-0070-b7393dd542ad", "detail-type": type, "source": source,
            "account": .string(Scenery.home), "time": "2026-03-01T10:00:00Z", "region": .string(Scenery.region),
            "resources": resources, "detail": detail,
        ]
    }
}
