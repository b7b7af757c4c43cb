import JSON

/// What Quell does about which findings: rules, and the guardrails around them.
package struct Playbook: Hashable, Sendable {
    /// Version of the playbook format; there is one, 1.
    package let version: Int
    /// Tag key that excepts a resource from every response.
    package let exceptionTag: String
    /// ARN of the SNS topic that people listen to; nil when the playbook names none.
    package let notifyTopic: String?
    package let guardrails: Guardrails
    /// In the order of the text; names are unique.
    package let rules: [Rule]
    /// The text the playbook was read from, for its identity in journals.
    package let source: String
    /// What is allowed but probably not meant.
    package let warnings: [Diagnostic]

    /// Tag key that excepts where the playbook names none.
    package static let standardExceptionTag = "SecurityException"
}
