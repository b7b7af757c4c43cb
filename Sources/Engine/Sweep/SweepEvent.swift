import AWSClient
import JSON

/// Events in the form in which EventBridge would have delivered them, made of what the services' listings say.
enum SweepEvent {
    /// Of a finding as `guardduty:GetFindings` answers it; nil for one that does not say whose it is.
    static func finding(_ live: JSONValue, account: String?, region: String) -> JSONValue? {
        guard let id = live["Id"]?.string, let owner = live["AccountId"]?.string else { return nil }
        let updated = live["UpdatedAt"]?.string ?? ""
        return envelope(
            "aws.guardduty", "GuardDuty Finding", account: account ?? owner, region: region, time: updated,
            named: "\(owner)|\(id)|\(updated)", detail: eventNames(live))
    }

    /// Of an evaluation as `config:GetComplianceDetailsByConfigRule` answers it.
    static func compliance(_ result: JSONValue, rule: String, ruleARN: String, region: String) -> JSONValue? {
        let identifier = result["EvaluationResultIdentifier"]
        let qualifier = identifier?["EvaluationResultQualifier"]
        let fields = ruleARN.split(separator: ":", omittingEmptySubsequences: false)
        guard let type = qualifier?["ResourceType"], let id = qualifier?["ResourceId"], fields.count > 4 else {
            return nil
        }
        let account = String(fields[4])
        let recorded = result["ResultRecordedTime"]?.string ?? ""
        let detail: JSONValue = [
            "resourceId": id, "resourceType": type, "awsRegion": .string(region), "awsAccountId": .string(account),
            "configRuleName": .string(rule), "configRuleARN": .string(ruleARN), "recordVersion": "1.0",
            "messageType": "ComplianceChangeNotification", "notificationCreationTime": .string(recorded),
            "newEvaluationResult": eventNames(result),
        ]
        return envelope(
            "aws.config", "Config Rules Compliance Change", account: account, region: region, time: recorded,
            named: "\(ruleARN)|\(type)|\(id)|\(recorded)", detail: detail)
    }

    private static func envelope(
        _ source: JSONValue, _ type: JSONValue, account: String, region: String, time: String, named name: String,
        detail: JSONValue
    ) -> JSONValue {
        var members: [String: JSONValue] = [
            "version": "0", "id": .string(uuid(name)), "source": source, "detail-type": type,
            "account": .string(account), "region": .string(region), "resources": [], "detail": detail,
        ]
        // Events have whole seconds. One without a time is taken for old.
        if let seconds = ISO8601.parse(time) { members["time"] = .string(ISO8601.format(seconds.rounded(.down))) }
        return .object(members)
    }

    /// The same thing found again makes the same event.
    private static func uuid(_ name: String) -> String {
        let digits = Array(Canonical.sha256("sweep|\(name)").prefix(32))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }

    /// Every member's name with its first letter in lower case, as events write them.
    private static func eventNames(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                Dictionary(
                    members.map { ($0.key.prefix(1).lowercased() + $0.key.dropFirst(), eventNames($0.value)) },
                    uniquingKeysWith: { first, _ in first }))
        case .array(let elements): .array(elements.map(eventNames))
        case .null, .bool, .number, .string: value
        }
    }
}
