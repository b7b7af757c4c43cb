import Findings
import JSON

/// One call of the rule's function by AWS Config.
struct Invocation {
    /// What is to be evaluated.
    enum Subject {
        /// A resource whose configuration has changed.
        case changed(ConfigurationItem)
        /// The same, with a configuration too large for the notification: it must be fetched.
        case changedLargely(ConfigurationItem)
        /// Every security group of the account, as it is now.
        case all(AccountID, asOf: String)
    }

    let subject: Subject
    /// Whether the resource is no longer one that the rule is for.
    let isOutOfScope: Bool
    let parameters: EventPart?
    let resultToken: String

    init(_ event: JSONValue) throws(ConfigRuleError) {
        let event = try EventPart(event, "$")
        guard let token = event["resultToken"]?.string, !token.isEmpty else {
            throw event.missing("resultToken", "a text")
        }
        resultToken = token
        isOutOfScope = event["eventLeftScope"]?.bool ?? false
        // A rule without parameters has an empty text or none.
        if let text = event["ruleParameters"]?.string, !text.isEmpty {
            parameters = try EventPart(parsing: text, "$.ruleParameters")
        } else {
            parameters = nil
        }
        guard let text = event["invokingEvent"]?.string else { throw event.missing("invokingEvent", "a JSON text") }
        subject = try Self.subject(EventPart(parsing: text, "$.invokingEvent"))
    }

    private static func subject(_ message: EventPart) throws(ConfigRuleError) -> Subject {
        let type = try message.requiredText("messageType")
        switch type {
        case "ConfigurationItemChangeNotification":
            return .changed(try ConfigurationItem(message.part("configurationItem")))
        case "OversizedConfigurationItemChangeNotification":
            return .changedLargely(try ConfigurationItem(message.part("configurationItemSummary")))
        case "ScheduledNotification":
            let text = try message.requiredText("awsAccountId")
            guard let account = AccountID(text) else {
                throw message.wrong("awsAccountId", .string(text), AccountIDShape.words)
            }
            return .all(account, asOf: try message.requiredTime("notificationCreationTime"))
        default:
            throw message.wrong(
                "messageType", .string(type),
                "ConfigurationItemChangeNotification, OversizedConfigurationItemChangeNotification or "
                    + "ScheduledNotification")
        }
    }
}
