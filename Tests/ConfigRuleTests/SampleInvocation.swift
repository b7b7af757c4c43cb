import ConfigRule
import Foundation
import JSON
import Testing

/// Invocations as AWS Config makes them: an event with JSON in texts.
enum SampleInvocation {
    static let group = "sg-0123456789abcdef0"
    static let captureTime = "2026-11-25T06:58:41.253Z"

    static func event(
        _ message: JSONValue, parameters: JSONValue = [:], leftScope: Bool = false, token: String = "eyJlbmNyeXB0ZWQ"
    ) -> JSONValue {
        [
            "version": "1.0", "invokingEvent": .string(message.description),
            "ruleParameters": .string(parameters.description), "resultToken": .string(token),
            "eventLeftScope": .bool(leftScope), "executionRoleArn": "arn:aws:iam::111122223333:role/config",
            "configRuleArn": "arn:aws:config:eu-central-1:111122223333:config-rule/config-rule-a1b2c3",
            "configRuleName": "SECURITY_GROUP_OPEN_PROHIBITED", "configRuleId": "config-rule-a1b2c3",
            "accountId": "111122223333",
        ]
    }

    static func change(_ item: JSONValue) -> JSONValue {
        [
            "configurationItem": item, "configurationItemDiff": nil, "recordVersion": "1.3",
            "notificationCreationTime": "2026-11-25T06:58:43.101Z",
            "messageType": "ConfigurationItemChangeNotification",
        ]
    }

    static func summary(status: JSONValue = "OK") -> JSONValue {
        [
            "configurationItemSummary": [
                "changeType": "UPDATE", "configurationItemVersion": "1.3",
                "configurationItemCaptureTime": .string(captureTime), "configurationStateId": 1_795_589_921_253,
                "awsAccountId": "111122223333", "configurationItemStatus": status,
                "resourceType": "AWS::EC2::SecurityGroup", "resourceId": .string(group), "resourceName": "web",
                "awsRegion": "eu-central-1",
            ],
            "s3DeliverySummary": ["s3BucketLocation": "config/1.json.gz", "errorCode": nil, "errorMessage": nil],
            "notificationCreationTime": "2026-11-25T06:58:43.101Z", "recordVersion": "1.3",
            "messageType": "OversizedConfigurationItemChangeNotification",
        ]
    }

    static let schedule: JSONValue = [
        "awsAccountId": "111122223333", "notificationCreationTime": "2026-11-25T07:00:00.373Z",
        "messageType": "ScheduledNotification", "recordVersion": "1.0",
    ]

    /// An item with ingress permissions.
    static func item(_ permissions: JSONValue) -> JSONValue {
        [
            "configuration": ["groupId": .string(group), "ipPermissions": permissions],
            "configurationItemCaptureTime": .string(captureTime), "configurationItemStatus": "OK",
            "resourceType": "AWS::EC2::SecurityGroup", "resourceId": .string(group),
        ]
    }

    static let openPermission: JSONValue = [
        "ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipv4Ranges": [["cidrIp": "0.0.0.0/0"]],
    ]

    /// Cases of the fixture: an item of the real form, and what AWS Config must be told of it.
    static let cases: [JSONValue] = {
        guard
            let url = Bundle.module.url(
                forResource: "configuration-items", withExtension: "json", subdirectory: "Fixtures"),
            let data = try? Data(contentsOf: url), let cases = try? JSONValue(parsing: Array(data)).array
        else {
            Issue.record("The fixture cannot be read.")
            return []
        }
        return cases
    }()
}
