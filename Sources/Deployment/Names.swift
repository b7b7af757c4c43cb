/// Names that both stacks, the policies and the engine must agree on.
package enum Names {
    package static let bus = "quell-findings"
    package static let inbox = "quell-inbox"
    /// The rule that has the engine look after what it did.
    package static let tendRule = "quell-tend"
    package static let sweepRule = "quell-sweep"
    /// Rules that ask the engine by the clock; the inbox lets them in, and no rule of a playbook may have their names.
    static let schedules = [tendRule, sweepRule]
    package static let deadLetters = "quell-dead-letters"
    package static let journal = "quell-journal"
    package static let function = "quell-respond"
    package static let configFunction = "quell-config-rule"
    package static let artifact = "quell-lambda.zip"
    /// Path of every role and policy of Quell: policies that protect them need no list.
    package static let path = "/quell/"
    package static let engineRole = "Quell-Engine-Act"
    package static let operatorRole = "Quell-Operator"
    package static let forwarderRole = "Quell-EventForwarder"
    package static let automationRole = "Quell-Automation-"
    package static let openGroupRule = "SECURITY_GROUP_OPEN_PROHIBITED"
    package static let metrics = "Quell"
}
