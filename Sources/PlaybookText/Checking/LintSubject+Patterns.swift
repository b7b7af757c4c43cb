import JSON
import Playbook

extension LintSubject {
    /// The valid patterns that have no `$or`.
    var patterns: [PatternFields] {
        rules.compactMap { rule in
            guard rule.pattern != nil, let when = rule.when else { return nil }
            return PatternFields(when.value)
        }
    }

    /// The members right under `detail` in patterns of one source, with the source and their siblings.
    var detailFields: [(kind: EventKind, member: YAMLNode.Member, siblings: [YAMLNode.Member])] {
        rules.flatMap { rule -> [(kind: EventKind, member: YAMLNode.Member, siblings: [YAMLNode.Member])] in
            guard rule.pattern != nil, let when = rule.when, let kind = PatternFields(when.value)?.onlySource,
                let siblings = when.value.members.named("detail")?.value.members
            else { return [] }
            return siblings.map { (kind, $0, siblings) }
        }
    }
}

extension YAMLNode {
    /// Whether a part of a pattern is satisfied by events that have nothing there.
    var asksForAbsence: Bool {
        switch content {
        case .scalar: return false
        case .list(let alternatives):
            return alternatives.contains { $0.members.first?.name == "exists" && $0.members.first?.value.json == false }
        case .map(let members): return members.allSatisfy { $0.name != "$or" && $0.value.asksForAbsence }
        }
    }
}
