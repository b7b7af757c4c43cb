/// One thing that was found wrong with one resource, whoever found it.
package struct Finding: Hashable, Sendable {
    package enum Source: String, Hashable, Sendable, Codable {
        case guardDuty = "guardduty"
        case config
    }

    /// Whether the resource attacks or is attacked.
    package enum Role: String, Hashable, Sendable, Codable {
        case actor, target, unknown
    }

    /// What AWS Config says of the resource.
    package enum Compliance: String, Hashable, Sendable, Codable {
        case compliant = "COMPLIANT"
        case nonCompliant = "NON_COMPLIANT"
        case notApplicable = "NOT_APPLICABLE"
        case insufficientData = "INSUFFICIENT_DATA"
    }

    package let source: Source
    /// GuardDuty's finding id; for Config `<rule name>/<resource type>/<resource id>`.
    package let id: String
    /// ARN of the GuardDuty finding or of the Config rule.
    package let arn: String
    /// GuardDuty's finding type, such as `Trojan:EC2/DropPoint`, or the name of the Config rule.
    package let type: String
    /// Untrusted text: parts of it may come from an attacker.
    package let title: String
    /// Untrusted text: parts of it may come from an attacker.
    package let description: String
    /// GuardDuty's 1.0 to 10.0; nil where the source has none.
    package let severity: Double?
    /// The account of the resource, which need not be the account that sent the event.
    package let account: AccountID
    package let region: Region
    package let partition: Partition
    /// The detector in the resource's account; nil for Config.
    package let detectorID: DetectorID?
    package internal(set) var resource: Resource
    package let role: Role
    /// Whether GuardDuty made it up for a test.
    package let isSample: Bool
    /// ISO 8601 as the source spells it; nil when it does not say.
    package let updatedAt: String?
    /// nil for GuardDuty, and for a Config rule that no longer evaluates the resource.
    package let compliance: Compliance?
    package let isArchived: Bool
    /// The account that sent the event.
    package let envelopeAccount: AccountID
}
