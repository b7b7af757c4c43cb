package import ActionKit
package import EventPattern

/// One pattern and the responses to what it matches.
package struct Rule: Hashable, Sendable {
    /// Lower case with dashes, unique in the playbook.
    package let name: String
    package let when: EventPattern
    /// The pattern as JSON text, verbatim for EventBridge, its fields in the order of the playbook.
    package let pattern: String
    package let respond: [RuleResponse]
    /// What of a finding it is about.
    package let about: RuleSubject
    /// Whether people must approve what it would do; nil when nobody need.
    package let approval: ApprovalDemand?

    package init(
        name: String, when: EventPattern, pattern: String, respond: [RuleResponse], about: RuleSubject = .resource,
        approval: ApprovalDemand? = nil
    ) {
        self.approval = approval
        self.about = about
        self.name = name
        self.when = when
        self.pattern = pattern
        self.respond = respond
    }
}

/// One action with what the playbook tells it.
package struct RuleResponse: Hashable, Sendable {
    /// Id of the action, such as `ec2.isolate-instance`.
    package let action: String
    package let options: Options
    /// Whether people must approve the response when this action has something to do; nil when nobody need.
    package let approval: ApprovalDemand?

    package init(action: String, options: Options, approval: ApprovalDemand? = nil) {
        self.approval = approval
        self.action = action
        self.options = options
    }
}
