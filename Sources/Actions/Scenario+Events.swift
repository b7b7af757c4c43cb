#if DEBUG
    import ActionKit
    import JSON

    /// Events of worked examples, as EventBridge delivers them.
    extension Scenario {
        static let account = "111122223333"
        static let detector = "12abc34d567e8fa901bc2d34e56789f0"
        static let findingID = "b4c1e5a7d2f84c0fa6d3e97b1c5a8f20"

        static func guardDuty(_ type: String, resource: JSONValue, role: JSONValue = "TARGET") -> JSONValue {
            envelope(
                source: "aws.guardduty", detailType: "GuardDuty Finding",
                detail: [
                    "schemaVersion": "2.0", "accountId": .string(account), "region": "eu-west-1", "partition": "aws",
                    "id": .string(findingID),
                    "arn": .string(
                        "arn:aws:guardduty:eu-west-1:\(account):detector/\(detector)/finding/\(findingID)"),
                    "type": .string(type), "resource": resource,
                    "service": [
                        "serviceName": "guardduty", "detectorId": .string(detector), "resourceRole": role,
                        "archived": false, "count": 1,
                    ],
                    "severity": 8, "createdAt": "2026-11-25T06:58:00.000Z", "updatedAt": "2026-11-25T06:58:00.000Z",
                    "title": "Credentials were used from a known malicious address.",
                    "description": "An API was called from a known malicious address.",
                ])
        }

        /// A GuardDuty finding about the credentials of a principal.
        static func credentials(
            of user: String, type: String, principal: String, key: String = "ASIAIOSFODNN7EXAMPLE"
        ) -> JSONValue {
            guardDuty(
                "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
                resource: [
                    "resourceType": "AccessKey",
                    "accessKeyDetails": [
                        "accessKeyId": .string(key), "principalId": .string(principal), "userType": .string(type),
                        "userName": .string(user),
                    ],
                ])
        }

        /// A change of compliance that AWS Config reports.
        static func config(rule: String, type: String, id: String) -> JSONValue {
            envelope(
                source: "aws.config", detailType: "Config Rules Compliance Change",
                detail: [
                    "resourceId": .string(id), "resourceType": .string(type), "awsRegion": "eu-west-1",
                    "awsAccountId": .string(account), "configRuleName": .string(rule), "recordVersion": "1.0",
                    "configRuleARN": .string("arn:aws:config:eu-west-1:\(account):config-rule/config-rule-a1b2c3"),
                    "messageType": "ComplianceChangeNotification",
                    "newEvaluationResult": [
                        "evaluationResultIdentifier": [
                            "evaluationResultQualifier": [
                                "configRuleName": .string(rule), "resourceType": .string(type),
                                "resourceId": .string(id),
                            ],
                            "orderingTimestamp": "2026-11-25T06:58:00.000Z",
                        ],
                        "complianceType": "NON_COMPLIANT", "resultRecordedTime": "2026-11-25T06:58:01.000Z",
                        "configRuleInvokedTime": "2026-11-25T06:58:00.500Z",
                    ],
                    "notificationCreationTime": "2026-11-25T06:58:02.000Z",
                ])
        }

        /// An order that a person gives in Security Hub.
        static let order: JSONValue = {
            let arn = "arn:aws:guardduty:eu-west-1:\(account):detector/\(detector)/finding/\(findingID)"
            let finding: JSONValue = [
                "SchemaVersion": "2018-10-08", "Id": .string(arn),
                "ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/guardduty",
                "AwsAccountId": .string(account), "Region": "eu-west-1", "Title": "An instance is odd.",
                "Types": ["TTPs/Command and Control/Backdoor:EC2-C&CActivity.B!DNS"],
                "Resources": [
                    [
                        "Type": "AwsEc2Instance",
                        "Id": .string("arn:aws:ec2:eu-west-1:\(account):instance/i-0123456789abcdef0"),
                    ]
                ],
            ]
            return envelope(
                source: "aws.securityhub", detailType: "Security Hub Findings - Custom Action",
                resources: [.string("arn:aws:securityhub:eu-west-1:\(account):action/custom/IsolateEC2")],
                detail: ["actionName": "Isolate EC2", "findings": [finding]])
        }()

        private static func envelope(
            source: JSONValue, detailType: JSONValue, resources: JSONValue = [], detail: JSONValue
        ) -> JSONValue {
            [
                "version": "0", "id": "c8c4daa7-a20c-2f03-0070-b7393dd542ad", "detail-type": detailType,
                "source": source, "account": .string(account), "time": "2026-11-25T07:00:00Z",
                "region": "eu-west-1", "resources": resources, "detail": detail,
            ]
        }
    }
#endif
