package import ActionKit
package import EventPattern

/// Events to respond to, and the responses in order.
package struct Rule: Hashable, Sendable {
    /// Lower case with dashes, unique in its playbook.
    package let name: String
    package let when: EventPattern
    /// The JSON text of the pattern, with its fields in the order of the playbook.
    package let pattern: String
    package let respond: [Response]
    /// Where the rule's name stands in the playbook.
    package let position: Position
}

/// One action of a rule, with its options checked against the action's manifest.
package struct Response: Hashable, Sendable {
    /// Id of the action, such as `ec2.isolate-instance`.
    package let action: String
    package let options: Options
}
