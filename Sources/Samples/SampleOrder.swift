/// What a sample is to be like.
package struct SampleOrder: Hashable, Sendable {
    /// A GuardDuty finding type; `config:` and the name of a Config rule; or `hub:` and the name of a custom action.
    package var type: String
    /// Account of the resource.
    package var account = standardAccount
    /// The account that administers GuardDuty and Security Hub, which sends the event.
    package var administrator = standardAdministrator
    package var region = "eu-west-1"
    /// Id or name of the resource, such as `i-0123456789abcdef0`, `anna`, `role/web` or a bucket's name; nil to draw one.
    package var resource: String?
    /// AWS Config's name for the kind of the resource; nil for what the rule is about.
    package var resourceType: String?
    package var tags: [String: String] = [:]
    package var seed: UInt64 = 0
    /// Seconds since 1970 of the newest thing that the event tells.
    package var time = standardTime
    /// For a custom action: the type of the GuardDuty finding that it was used on.
    package var finding = standardFinding

    package static let standardAccount = "111122223333"
    package static let standardAdministrator = "999988887777"
    /// 2026-03-01T10:00:00Z.
    package static let standardTime = 1_772_359_200.0
    package static let standardFinding = "Backdoor:EC2/C&CActivity.B"

    package init(_ type: String) { self.type = type }
}

/// How a finding is told.
package enum SampleForm: String, CaseIterable, Sendable {
    /// As its source sends it to EventBridge.
    case native
    /// As Security Hub imports it.
    case asff
    /// As the unified Security Hub sends it.
    case ocsf
}

/// What keeps a sample from being made, in a sentence that says what to ask for instead.
package struct SampleError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
