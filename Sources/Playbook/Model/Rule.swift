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

    package init(name: String, when: EventPattern, pattern: String, respond: [RuleResponse]) {
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

    package init(action: String, options: Options) {
        self.action = action
        self.options = options
    }
}
