/// What to do about which findings: rules, and what holds for all of them.
package struct Playbook: Hashable, Sendable {
    /// Tag key that marks approved exceptions.
    package let exceptionTag: String
    /// What the tag needs beside itself to exempt; nil when its presence is enough.
    package var strictExceptions: StrictExceptions?
    /// ARN of the SNS topic that people listen to; nil when the playbook names none.
    package let topic: String?
    package let guardrails: Guardrails
    /// In the order of the text; names are unique.
    package let rules: [Rule]
    /// The text it was read from, which identifies its version.
    package let source: String
    /// What is allowed but probably not meant, in the order of the text.
    package let warnings: [Diagnostic]

    package init(
        exceptionTag: String, topic: String?, guardrails: Guardrails, rules: [Rule], source: String,
        warnings: [Diagnostic]
    ) {
        self.exceptionTag = exceptionTag
        self.topic = topic
        self.guardrails = guardrails
        self.rules = rules
        self.source = source
        self.warnings = warnings
    }

    /// Whether any rule asks for approval.
    package var asksForApproval: Bool {
        rules.contains { rule in rule.approval != nil || rule.respond.contains { $0.approval != nil } }
    }

    /// Tag key that marks exceptions where the playbook names none.
    package static let standardExceptionTag = "SecurityException"

    /// No rules: for what needs no playbook, such as an undo.
    package static let empty = Playbook(
        exceptionTag: standardExceptionTag, topic: nil, guardrails: Guardrails(protect: [], limits: [:]), rules: [],
        source: "", warnings: [])
}
