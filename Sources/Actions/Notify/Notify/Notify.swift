package import ActionKit
package import AWSClient
import Findings
import JSON

/// Publishes what was found, decided and changed to the SNS topic of the playbook, once the outcome is known.
///
/// The message is plain text with five sections: what was found, what was decided, what was changed, what remains, and
/// how to undo it. Whatever came with the event is written so that it cannot pose as anything else: characters that
/// would break a line, move a cursor or hide a word appear as `\u{...}`, and long texts are cut.
///
/// Subscriptions may filter on the message attributes `outcome`, `rule`, `account`, `region`, `findingType`, `severity`
/// (a number), `resource` and `execution`; the attribute `quell` holds the same as one JSON object, for programs.
/// A message may arrive twice after a crash: `execution` tells the two apart from a second incident.
///
/// The topic must be a standard topic; it is published to in the topic's own Region with the engine's own credentials.
package struct Notify: Action {
    package static let manifest = Manifest(
        id: "notify",
        summary: "Tells people by SNS what was found, decided and changed, what remains, and how to undo it.",
        phase: .notify, harm: .none, writes: [SNS.publish],
        grants: [Grant("Publish", ["sns:Publish"], on: ["{topic}"])])

    package init(_ options: Options) throws(Options.Mistake) {}

    package func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        guard let report = situation.report else {
            return .leaveAlone(.notApplicable, "Nothing has happened yet that people could be told of.")
        }
        guard let topic = situation.topic else {
            return .leaveAlone(.held, "No topic is set. Set notify.topic in the playbook to the ARN of an SNS topic.")
        }
        guard let region = Self.region(ofTopic: topic) else {
            let shown = PlainText.escaped(topic, limit: 300)
            return .leaveAlone(
                .held,
                """
                "\(shown)" is not the ARN of a standard SNS topic. \
                Set notify.topic in the playbook, such as arn:aws:sns:eu-west-1:111122223333:quell-alerts.
                """)
        }
        let alert = Alert(situation, report)
        let call = Call(
            SNS.publish, account: nil, region: region,
            input: [
                "TopicArn": .string(topic), "Subject": .string(alert.subject), "Message": .string(alert.body),
                "MessageAttributes": alert.attributes,
            ],
            resources: [topic])
        let step = Step(
            "publish", "Publish the alert \"\(alert.subject)\" to \(topic).", call: call, effect: nil,
            undo: .irreversible("A message cannot be unsent."))
        return .plan(Plan(action: Self.manifest.id, resource: topic, steps: [step]))
    }

    /// The Region of `arn:PARTITION:sns:REGION:ACCOUNT:NAME`; nil when the text is not such an ARN.
    ///
    /// The name of a FIFO topic has a dot, which makes it nil as well: FIFO topics take neither e-mail nor chat.
    static func region(ofTopic arn: String) -> String? {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "sns", AccountID(parts[4]) != nil,
            parts[1] == "aws" || parts[1].hasPrefix("aws-"), parts[1].utf8.allSatisfy(\.isTopicName),
            let region = Region(parts[3]), (1...256).contains(parts[5].utf8.count),
            parts[5].utf8.allSatisfy(\.isTopicName)
        else { return nil }
        return region.description
    }
}

extension UInt8 {
    fileprivate var isTopicName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
