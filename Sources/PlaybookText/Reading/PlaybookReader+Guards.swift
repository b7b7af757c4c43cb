import JSON
import Playbook

/// The guards that are numbers and names: units, correlated findings, repeats, and the backlog of a first start.
extension PlaybookReader {
    private static let highest = 1_000_000

    /// A whole number from 1 on; nil where there is none, or an error was noted.
    mutating func count(_ member: YAMLNode.Member?, upTo highest: Int = highest) -> Int? {
        guard let member else { return nil }
        guard case .scalar(let scalar) = member.value.content, case .value(let value) = scalar.typed,
            let number = value.int, (1...highest).contains(number)
        else {
            fail(.guardrailValue, member.value.position, "\(member.name) must be a whole number from 1 to \(highest).")
            return nil
        }
        return number
    }

    mutating func backlog(_ member: YAMLNode.Member?) -> Guardrails.Backlog {
        let standard = Guardrails.Backlog()
        guard let member,
            let members = members(member.value, of: "backlog", known: PlaybookKeys.backlog)
        else { return standard }
        var isApplied = standard.isApplied
        if let apply = members["apply"] {
            if case .scalar(let scalar) = apply.value.content, case .value(let value) = scalar.typed,
                let flag = value.bool
            {
                isApplied = flag
            } else {
                fail(.guardrailValue, apply.value.position, "apply must be true or false.")
            }
        }
        return Guardrails.Backlog(
            minutes: count(members["older-than-minutes"], upTo: 10_080) ?? standard.minutes, isApplied: isApplied)
    }

    mutating func units(_ member: YAMLNode.Member?) -> [String: [String]] {
        guard let member else { return [:] }
        guard case .map(let members) = member.value.content else {
            fail(
                .wrongKind, member.value.position,
                "units must be a mapping of names to account ids, such as production: [\"111122223333\"]")
            return [:]
        }
        var units: [String: [String]] = [:]
        var seen: [String: String] = [:]
        for unit in members {
            for node in elements(unit, of: "The unit \(unit.name)") {
                guard let account = text(node, of: "An account id") else { continue }
                if account.utf8.count != 12 || !account.utf8.allSatisfy({ (48...57).contains($0) }) {
                    fail(.guardrailValue, node.position, "\(account.quoted) is not an account id of 12 digits.")
                } else if let other = seen[account] {
                    fail(.guardrailValue, node.position, "Account \(account) is in the unit \(other) already.")
                } else {
                    seen[account] = unit.name
                    units[unit.name, default: []].append(account)
                }
            }
        }
        return units
    }
}
