/// What is known of the events that Quell reads findings from.
///
/// Sources: the event formats in the user guides of GuardDuty, AWS Config and Security Hub, as of November 2026. A list of
/// fields need not be whole: a field that is not in it is spoken of only where it is nearly one that is.
struct EventKind: Hashable {
    let source: String
    let detailType: String
    /// Names right under `detail`.
    let fields: [String]
    /// Those of them that every event has.
    let certain: Set<String>

    static let all = [guardDuty, config, securityHub]

    static let guardDuty = EventKind(
        source: "aws.guardduty", detailType: "GuardDuty Finding",
        fields: [
            "schemaVersion", "accountId", "region", "partition", "id", "arn", "type", "resource", "service", "severity",
            "createdAt", "updatedAt", "title", "description",
        ],
        certain: ["accountId", "region", "id", "type", "resource", "service", "severity"])

    static let config = EventKind(
        source: "aws.config", detailType: "Config Rules Compliance Change",
        fields: [
            "resourceId", "resourceType", "awsRegion", "awsAccountId", "configRuleName", "configRuleARN",
            "recordVersion", "messageType", "newEvaluationResult", "oldEvaluationResult", "notificationCreationTime",
        ],
        certain: ["resourceId", "resourceType", "awsRegion", "awsAccountId", "configRuleName", "messageType"])

    static let securityHub = EventKind(
        source: "aws.securityhub", detailType: "Security Hub Findings - Custom Action",
        fields: ["actionName", "actionDescription", "findings"], certain: ["actionName", "findings"])

    /// What an event of EventBridge has beside `detail`.
    static let envelope = [
        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail", "replay-name",
    ]

    /// Those of them that every event has.
    static let certainEnvelope: Set<String> = [
        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail",
    ]

    /// The resource type of a finding type that never concerns anything else; nil where that is not certain.
    static func resourceType(of type: String) -> String? {
        let parts = type.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        if parts[1].hasPrefix("IAMUser/") { return "AccessKey" }
        let purposes: Set<Substring> = ["Backdoor", "Behavior", "CryptoCurrency", "Impact", "Recon", "Trojan"]
        return parts[1].hasPrefix("EC2/") && purposes.contains(parts[0]) ? "Instance" : nil
    }
}
