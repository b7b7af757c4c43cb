import Playbook

extension CaseReader {
    /// One mapping, or a list of them.
    mutating func expectations(_ member: YAMLNode.Member?) -> [Expectation] {
        guard let member else { return [] }
        guard case .list(let nodes) = member.value.content else {
            return expectation(member.value).map { [$0] } ?? []
        }
        if nodes.isEmpty {
            text.fail(.testValue, member.value.position, "expect must not be empty; write { rule: none }.")
        }
        let all = nodes.compactMap { expectation($0) }
        if all.count > 1, let none = all.first(where: { $0.rule == nil }) {
            text.fail(.testValue, none.position, "Where no rule may respond nothing else can be expected.")
        }
        let rules = all.compactMap(\.rule)
        if Set(rules).count < rules.count {
            text.fail(.testValue, member.value.position, "A rule responds once to an event; name each only once.")
        }
        return all
    }

    private mutating func expectation(_ node: YAMLNode) -> Expectation? {
        let known = ["rule", "outcome", "actions", "steps", "alert"]
        guard let members = text.members(node, of: "expect", known: known, needed: ["rule"]),
            let named = members["rule"].flatMap({ word($0.value, of: "rule", in: words.rules + ["none"]) })
        else { return nil }
        let rule = named == "none" ? nil : named
        let outcome = members["outcome"].flatMap { word($0.value, of: "outcome", in: words.outcomes) }
        var actions: [String: String] = [:]
        if let member = members["actions"] {
            guard case .map(let pairs) = member.value.content else {
                text.fail(
                    .testValue, member.value.position, "actions must be a mapping of action ids to what comes of each.")
                return nil
            }
            // Alerts that nobody asked for go out as well, and may be expected.
            let known = (rule.flatMap { words.actions[$0] } ?? []) + ["notify"]
            for pair in pairs {
                guard known.contains(pair.name) else {
                    let advice = Spelling.advice(pair.name, known: known)
                    text.fail(.testValue, pair.position, "The rule has no action \(pair.name.quoted). \(advice)")
                    continue
                }
                actions[pair.name] = word(pair.value, of: pair.name, in: words.actionOutcomes)
            }
        }
        var steps: [String]?
        if let member = members["steps"] {
            guard case .list(let nodes) = member.value.content else {
                text.fail(
                    .testValue, member.value.position, "steps must be a list of step ids, but is \(member.value.kind).")
                return nil
            }
            steps = nodes.compactMap { text.text($0, of: "A step") }
        }
        return Expectation(
            rule: rule, outcome: outcome, actions: actions, steps: steps, alert: flag(members["alert"]),
            position: node.position)
    }
}
