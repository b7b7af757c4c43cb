import AWSClient
import Findings
package import JSON
import PlaybookText

/// A realistic event that was made up: the same order gives the same bytes.
package struct Sample: Hashable, Sendable {
    /// The event as EventBridge delivers it.
    package let event: JSONValue
    /// Whether the event tells the tags that were asked for; GuardDuty names those of some kinds of resources only.
    package let tellsTags: Bool

    package var bytes: [UInt8] { Array(event.description.utf8) }

    /// Finding types, and Config rules of which it is known what they are about.
    package static var findingTypes: [String] { FindingTypeCatalog.all }
    package static var configRules: [String] { ConfigSample.known.keys.sorted() }

    /// - Throws: `SampleError` for what is no type, for a resource that the type is never about, and for a form that the
    ///   source does not have.
    package init(_ order: SampleOrder, as form: SampleForm = .native) throws(SampleError) {
        let asked = order.type
        if let action = asked.after("hub:") {
            guard form == .native else {
                throw SampleError("A custom action of Security Hub comes in its own form only; leave out --as.")
            }
            self = try Self.order(order, action: action)
        } else if let rule = asked.after("config:") ?? (ConfigSample.known[asked] == nil ? nil : asked) {
            self = try Self.config(order, rule, form)
        } else {
            self = try Self.guardDuty(order, form)
        }
    }

    private init(_ event: JSONValue, tellsTags: Bool) {
        self.event = event
        self.tellsTags = tellsTags
    }

    // MARK: The sources

    private static func guardDuty(_ order: SampleOrder, _ form: SampleForm) throws(SampleError) -> Sample {
        var sample = try GuardDutySample(order, type: order.type)
        let detail = try sample.detail()
        let native = envelope(order, "aws.guardduty", "GuardDuty Finding", detail)
        try check(native, order)
        let tells = order.tags.isEmpty || detail.description.contains(order.tagList().description)
        return told(HubFindingSample(sample, detail), native, order, form, tellsTags: tells)
    }

    private static func config(_ order: SampleOrder, _ rule: String, _ form: SampleForm) throws(SampleError) -> Sample {
        let sample = try ConfigSample(order, rule: rule)
        let native = envelope(
            order, "aws.config", "Config Rules Compliance Change", sample.detail, account: order.account,
            resources: [.string(sample.ruleARN)])
        try check(native, order)
        return told(HubFindingSample(sample), native, order, form, tellsTags: order.tags.isEmpty)
    }

    private static func order(_ order: SampleOrder, action: String) throws(SampleError) -> Sample {
        guard !action.isEmpty else {
            throw SampleError("Name the custom action after \"hub:\", such as \"hub:Isolate EC2\".")
        }
        var sample = try GuardDutySample(order, type: order.finding)
        guard [.instance, .accessKey].contains(sample.family.kind) else {
            throw SampleError(
                "Custom actions respond to findings about instances and access keys; \(order.finding) is about neither."
            )
        }
        let finding = HubFindingSample(sample, try sample.detail())
        let id = action.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        let detail: JSONValue = [
            "actionName": .string(action), "actionDescription": .string(action), "findings": [finding.asff],
        ]
        let arn = "arn:\(order.partition):securityhub:\(order.region):\(order.administrator):action/custom/\(id)"
        let event = envelope(
            order, "aws.securityhub", "Security Hub Findings - Custom Action", detail, resources: [.string(arn)])
        try check(event, order)
        return Sample(event, tellsTags: true)
    }

    private static func told(
        _ finding: HubFindingSample, _ native: JSONValue, _ order: SampleOrder, _ form: SampleForm, tellsTags: Bool
    ) -> Sample {
        switch form {
        case .native: Sample(native, tellsTags: tellsTags)
        case .asff:
            Sample(
                envelope(
                    order, "aws.securityhub", "Security Hub Findings - Imported", ["findings": [finding.asff]],
                    resources: [.string("\(finding.productARN)/\(finding.id)")]), tellsTags: true)
        case .ocsf:
            Sample(
                envelope(
                    order, "aws.securityhub", "Findings Imported V2", ["findings": [finding.ocsf]],
                    resources: [.string(finding.uid)]), tellsTags: true)
        }
    }

    private static func envelope(
        _ order: SampleOrder, _ source: String, _ type: String, _ detail: JSONValue, account: String? = nil,
        resources: [JSONValue] = []
    ) -> JSONValue {
        var dice = Dice(seed: order.seed, salt: "event \(source) \(order.type) \(order.account)")
        return [
            "version": "0", "id": .string(dice.uuid()), "detail-type": .string(type), "source": .string(source),
            "account": .string(account ?? order.administrator), "time": .string(ISO8601.format(order.time)),
            "region": .string(order.region), "resources": .array(resources), "detail": detail,
        ]
    }

    /// A sample that Quell itself would reject is none; what was asked for is then at fault.
    private static func check(_ event: JSONValue, _ order: SampleOrder) throws(SampleError) {
        guard case .rejected(let rejection) = Intake(event) else { return }
        throw SampleError("No event can be like that: \(rejection.reason)")
    }
}

extension String {
    /// What follows a prefix; nil where the text does not begin so.
    fileprivate func after(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
