/// What no response may touch, and how often an action may run.
package struct Guardrails: Hashable, Sendable {
    package let protect: [ARNPattern]
    /// By id of the action.
    package let limits: [String: Limit]

    /// The first pattern that protects the resource; nil when none does.
    package func protection(of arn: String) -> ARNPattern? {
        protect.first { $0.matches(arn) }
    }
}

/// How often an action may run, such as `5/hour/account`.
package struct Limit: Hashable, Sendable, CustomStringConvertible {
    package enum Period: String, Hashable, Sendable, CaseIterable {
        case minute, hour, day

        package var seconds: Int {
            switch self {
            case .minute: 60
            case .hour: 3_600
            case .day: 86_400
            }
        }
    }

    /// What the runs are counted over.
    package enum Scope: String, Hashable, Sendable, CaseIterable {
        case resource, account, organization
    }

    package let count: Int
    package let per: Period
    package let scope: Scope

    /// As a playbook writes it.
    package var description: String { "\(count)/\(per)/\(scope)" }

    private static let highest = 1_000_000

    package init(_ count: Int, per: Period, scope: Scope) {
        self.count = count
        self.per = per
        self.scope = scope
    }

    /// Reads `count/period/scope`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, parts[0].utf8.allSatisfy({ (48...57).contains($0) }),
            let count = Int(parts[0]), (1...Self.highest).contains(count),
            let per = Period(rawValue: String(parts[1])), let scope = Scope(rawValue: String(parts[2]))
        else { return nil }
        self.init(count, per: per, scope: scope)
    }

    /// What to write, for people who wrote something else.
    static var syntax: String {
        let periods = Period.allCases.map(\.rawValue).joined(separator: "|")
        let scopes = Scope.allCases.map(\.rawValue).joined(separator: "|")
        return "a whole number from 1 to \(highest), \(periods), and \(scopes), such as 5/hour/account"
    }
}
