package import JSON
package import Playbook

/// One case of a playbook's tests: an event, the state of the world, and what is expected.
package struct TestCase: Hashable, Sendable {
    package let name: String
    package let position: Position
    /// Events that are answered first, in order.
    package let before: [CaseEvent]
    package let event: CaseEvent
    package let world: CaseWorld
    /// One for each rule that must respond; a single one without a rule where none may.
    package let expected: [Expectation]
}

/// Where the event of a case comes from.
package struct CaseEvent: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        case inline(JSONValue)
        /// A path beside the file of the tests.
        case file(String)
        case sample(SampleTerms)
    }

    package let source: Source
    package let position: Position
}

/// What a case asks of a sample.
package struct SampleTerms: Hashable, Sendable {
    package var type: String
    package var account: String?
    package var region: String?
    package var resource: String?
    package var resourceType: String?
    package var finding: String?
    package var time: String?
    package var seed = 0
    package var tags: [String: String] = [:]
}

/// How the world is when the event comes, as far as it differs from the standard.
package struct CaseWorld: Hashable, Sendable {
    package enum Knowledge: String, Hashable, Sendable, CaseIterable { case open, archived, unknown }

    /// The resource's tags; those of the event when nil.
    package var tags: [String: String]?
    package var isGone = false
    /// What GuardDuty or AWS Config says of the finding.
    package var finding = Knowledge.open
    package var isInScalingGroup = false
    package var isBalanced = false
    package var isPublic = true
    /// Whether the network of an instance has IPv6.
    package var hasIPv6 = true
    /// Whether an instance of the network was isolated before, so that the group for that is there.
    package var hasQuarantine = false
    /// Volumes of an instance that go with it.
    package var volumes = 1
    package var keys = 1
    /// Whether somebody else administers the account.
    package var hasOtherAdministrator = true
    /// Rules that let somebody into the security group; nil for the standard ones.
    package var rules: [GroupRule]?
    /// Errors by the id of the operation that fails with them.
    package var failing: [String: String] = [:]

    package init() {}

    /// One way into a security group, such as `tcp 22 from 0.0.0.0/0`.
    package struct GroupRule: Hashable, Sendable {
        package let ipProtocol: String
        package let ports: ClosedRange<Int>
        package let source: String
    }
}

/// What must come of an event under one rule; what is nil is not looked at.
package struct Expectation: Hashable, Sendable {
    /// nil where no rule may respond.
    package let rule: String?
    package let outcome: String?
    /// What must come of actions, by id.
    package let actions: [String: String]
    /// Ids of the steps that must hold at the end, in order; `*` stands for any text.
    package let steps: [String]?
    /// Whether people must have been told.
    package let alert: Bool?
    package let position: Position
}

/// The words a case may use, which the reader checks; the engine has them.
package struct CaseWords: Sendable {
    package let rules: [String]
    /// Actions of each rule.
    package let actions: [String: [String]]
    package let outcomes: [String]
    package let actionOutcomes: [String]
    package let operations: [String]
    package let errors: [String]

    package init(
        rules: [String], actions: [String: [String]], outcomes: [String], actionOutcomes: [String],
        operations: [String], errors: [String]
    ) {
        self.rules = rules
        self.actions = actions
        self.outcomes = outcomes
        self.actionOutcomes = actionOutcomes
        self.operations = operations
        self.errors = errors
    }
}
