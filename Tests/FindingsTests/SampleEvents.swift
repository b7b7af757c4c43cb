import JSON

/// Events as EventBridge delivers them, to be changed by the tests.
enum SampleEvents {
    static let account = "111122223333"
    static let detector = "12abc34d567e8fa901bc2d34e56789f0"
    static let finding = "16afba5c5c43e07c9e3e5e2e544e95df"

    static func envelope(_ source: JSONValue, _ type: JSONValue, _ detail: JSONValue) -> JSONValue {
        [
            "version": "0", "id": "c8c4daa7-a20c-2f03-0070-b7393dd542ad", "detail-type": type, "source": source,
            "account": "999988887777", "time": "2026-03-01T10:00:00Z", "region": "eu-west-1", "resources": [],
            "detail": detail,
        ]
    }

    static let arn = "arn:aws:guardduty:eu-west-1:\(account):detector/\(detector)/finding/\(finding)"

    static func guardDuty(_ type: String, _ resource: JSONValue, service: JSONValue = [:]) -> JSONValue {
        envelope(
            "aws.guardduty", "GuardDuty Finding",
            [
                "schemaVersion": "2.0", "accountId": .string(account), "region": "eu-west-1", "partition": "aws",
                "id": .string(finding), "arn": .string(arn), "type": .string(type), "resource": resource,
                "service": service, "severity": 8, "createdAt": "2026-03-01T09:50:00.000Z",
                "updatedAt": "2026-03-01T09:59:00.000Z", "title": "EC2 instance i-99999999 is odd.",
                "description": "Look at it.",
            ])
    }

    static let instance: JSONValue = [
        "resourceType": "Instance", "instanceDetails": ["instanceId": "i-0123456789abcdef0", "platform": nil],
    ]

    static func key(_ userType: String, name: String, id: String) -> JSONValue {
        [
            "resourceType": "AccessKey",
            "accessKeyDetails": [
                "accessKeyId": "ASIAIOSFODNN7EXAMPLE", "principalId": .string(id), "userName": .string(name),
                "userType": .string(userType),
            ],
        ]
    }

    static func config(_ type: String, _ id: String, compliance: JSONValue = "NON_COMPLIANT") -> JSONValue {
        envelope(
            "aws.config", "Config Rules Compliance Change",
            [
                "resourceId": .string(id), "awsRegion": "eu-west-1", "awsAccountId": .string(account),
                "configRuleName": "SOME_RULE", "recordVersion": "1.0",
                "configRuleARN": .string("arn:aws:config:eu-west-1:\(account):config-rule/config-rule-a1b2c3"),
                "messageType": "ComplianceChangeNotification",
                "newEvaluationResult": [
                    "complianceType": compliance, "resultRecordedTime": "2026-03-01T09:59:00.000Z",
                    "annotation": "Open to the world.",
                ],
                "oldEvaluationResult": nil, "resourceType": .string(type),
            ])
    }

    /// The event with one value replaced; nil takes the member away.
    static func replacing(_ path: [String], in value: JSONValue, by new: JSONValue?) -> JSONValue {
        guard let first = path.first else { return new ?? .null }
        guard var members = value.object else { return value }
        if path.count == 1 {
            members[first] = new
        } else {
            members[first] = replacing(Array(path.dropFirst()), in: members[first] ?? [:], by: new)
        }
        return .object(members)
    }
}
