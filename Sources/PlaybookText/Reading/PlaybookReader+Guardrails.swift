import Playbook
import ActionKit

extension PlaybookReader {
    mutating func guardrails(_ member: YAMLNode.Member?) -> Guardrails {
        guard let member, let members = members(member.value, of: "guardrails", known: PlaybookKeys.guardrails) else {
            return Guardrails(protect: [], limits: [:])
        }
        return Guardrails(
            protect: protect(members["protect"]), limits: limits(members["limits"]), units: units(members["units"]),
            correlated: count(members["correlated"]) ?? Guardrails.standardCorrelated,
            repeats: count(members["repeats"]) ?? Guardrails.standardRepeats, backlog: backlog(members["backlog"]))
    }

    private mutating func protect(_ member: YAMLNode.Member?) -> [String] {
        var patterns: [String] = []
        for node in elements(member, of: "protect") {
            guard let text = text(node, of: "An entry of protect") else { continue }
            if let mistake = ARNPatternText.mistake(in: text) {
                fail(.protectPattern, node.position, "\(text.quoted) \(mistake).")
            } else {
                patterns.append(text)
            }
        }
        return patterns
    }

    private mutating func limits(_ member: YAMLNode.Member?) -> [String: [Limit]] {
        guard let member else { return [:] }
        guard case .map(let members) = member.value.content else {
            fail(
                .wrongKind, member.value.position,
                "limits must be a mapping of actions to limits, such as ec2.isolate-instance: 5/hour/account")
            return [:]
        }
        var limits: [String: [Limit]] = [:]
        for member in members {
            if manifests[member.name] == nil {
                let advice = Spelling.advice(member.name, known: Array(manifests.keys))
                fail(.unknownAction, member.position, "There is no action \(member.name.quoted). \(advice)")
            }
            limits[member.name] = scopedLimits(member)
        }
        return limits
    }

    /// One limit, or a list with one for each scope.
    private mutating func scopedLimits(_ member: YAMLNode.Member) -> [Limit] {
        var nodes = [member.value]
        if case .list = member.value.content { nodes = elements(member, of: "The limits of \(member.name)") }
        var limits: [Limit] = []
        for node in nodes {
            guard let text = text(node, of: "The limit of \(member.name)") else { continue }
            guard let limit = Limit(text) else {
                fail(.guardrailValue, node.position, "\(text.quoted) is not a limit; write \(Limit.syntax)")
                continue
            }
            if limits.contains(where: { $0.scope == limit.scope }) {
                fail(
                    .guardrailValue, node.position,
                    "\(member.name) has a limit for the scope \(limit.scope.rawValue) already.")
            }
            limits.append(limit)
        }
        return limits
    }
}
