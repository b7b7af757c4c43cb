/// One IAM statement that an action's role needs, written next to the code that makes the calls.
///
/// Texts may hold `{partition}`, `{account}` (of the role), `{exception-tag}`, `{topic}`, and `{option:NAME}`, which stands
/// for what the playbook gives the option of that name: one resource for each value.
package struct Grant: Hashable, Sendable {
    package enum Effect: String, Hashable, Sendable { case allow = "Allow", deny = "Deny" }

    /// One condition of a statement: `operator` is IAM's, such as `StringEquals` or `ForAllValues:StringLike`.
    package struct Condition: Hashable, Sendable {
        package let test: String
        package let key: String
        package let values: [String]

        package init(_ test: String, _ key: String, _ values: String...) {
            self.test = test
            self.key = key
            self.values = values
        }
    }

    /// Unique in its action, letters and digits only.
    package let id: String
    package let effect: Effect
    package let actions: [String]
    package let resources: [String]
    package let conditions: [Condition]
    /// Parameter of the service account's stack that switches the statement on; nil for always.
    package let parameter: String?

    package init(
        _ id: String, _ actions: [String], on resources: [String], when conditions: [Condition] = [],
        onlyWith parameter: String? = nil, effect: Effect = .allow
    ) {
        self.id = id
        self.effect = effect
        self.actions = actions
        self.resources = resources
        self.conditions = conditions
        self.parameter = parameter
    }

    /// The guards that hold although the code were wrong: what is exempt or protected refuses the changes itself.
    ///
    /// `actions` are refused on `resources` that are exempt, and they and `others` on anything that is protected: a
    /// scaling group or a load balancer is no finding's resource, but it may be one that nobody is to touch.
    package static func guards(
        _ actions: [String], on resources: [String], protectedFrom others: [String] = []
    ) -> [Grant] {
        [
            Grant(
                "ExemptStaysAsItIs", actions, on: resources,
                when: [Condition("Null", "aws:ResourceTag/{exception-tag}", "false")],
                effect: .deny),
            Grant(
                "ProtectedStaysAsItIs", actions + others, on: ["*"],
                when: [Condition("StringEquals", "aws:ResourceTag/quell:protect", "true")],
                effect: .deny),
        ]
    }
}
