import Playbook
import ActionKit

extension PlaybookReader {
    mutating func guardrails(_ member: YAMLNode.Member?) -> Guardrails {
        guard let member, let members = members(member.value, of: "guardrails", known: ["protect", "limits"]) else {
            return Guardrails(protect: [], limits: [:])
        }
        return Guardrails(protect: protect(members["protect"]), limits: limits(members["limits"]))
    }

    private mutating func protect(_ member: YAMLNode.Member?) -> [String] {
        var patterns: [String] = []
        for node in elements(member, of: "protect") {
            guard let text = text(node, of: "An entry of protect") else { continue }
            if let mistake = ARNPatternText.mistake(in: text) {
                fail(node.position, "\(text.quoted) \(mistake).")
            } else {
                patterns.append(text)
            }
        }
        return patterns
    }

    private mutating func limits(_ member: YAMLNode.Member?) -> [String: Limit] {
        guard let member else { return [:] }
        guard case .map(let members) = member.value.content else {
            fail(
                member.value.position,
                "limits must be a mapping of actions to limits, such as ec2.isolate-instance: 5/hour/account")
            return [:]
        }
        var limits: [String: Limit] = [:]
        for member in members {
            if manifests[member.name] == nil {
                let advice = Spelling.advice(member.name, known: Array(manifests.keys))
                fail(member.position, "There is no action \(member.name.quoted). \(advice)")
            }
            guard let text = text(member.value, of: "The limit of \(member.name)") else { continue }
            if let limit = Limit(text) {
                limits[member.name] = limit
            } else {
                fail(member.value.position, "\(text.quoted) is not a limit; write \(Limit.syntax)")
            }
        }
        return limits
    }
}
