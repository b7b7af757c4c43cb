/// What Quell never does, or not more often.
package struct Guardrails: Hashable, Sendable {
    /// ARN patterns with `*` and `?` of resources that are never changed.
    package let protect: [String]
    /// By action id; at most one of each scope.
    package let limits: [String: [Limit]]
    /// Accounts by the name of the organizational unit they are counted together in.
    package let units: [String: [String]]
    /// How many resources one finding type may concern within ten minutes before the rest is held.
    package let correlated: Int
    /// How often an action may change the same resource within a day.
    package let repeats: Int
    package let backlog: Backlog

    /// What a service does about events that are older than itself.
    package struct Backlog: Hashable, Sendable {
        /// Minutes that an event may be older than the service's first start.
        package let minutes: Int
        /// Answered like any other, and not held.
        package let isApplied: Bool

        package init(minutes: Int = 15, isApplied: Bool = false) {
            self.minutes = minutes
            self.isApplied = isApplied
        }
    }

    package static let standardCorrelated = 10
    package static let standardRepeats = 3

    package init(
        protect: [String], limits: [String: [Limit]], units: [String: [String]] = [:],
        correlated: Int = standardCorrelated, repeats: Int = standardRepeats, backlog: Backlog = Backlog()
    ) {
        self.protect = protect
        self.limits = limits
        self.units = units
        self.correlated = correlated
        self.repeats = repeats
        self.backlog = backlog
    }

    /// The unit of an account; nil where the playbook names none.
    package func unit(of account: String) -> String? {
        units.filter { $0.value.contains(account) }.keys.sorted().first
    }
}

/// How often an action may change something, such as `5/hour/account`.
package struct Limit: Hashable, Sendable, CustomStringConvertible {
    package enum Period: String, Hashable, Sendable, CaseIterable { case minute, hour, day }
    /// What the changes are counted over.
    package enum Scope: String, Hashable, Sendable, CaseIterable { case resource, account, unit, organization }

    package let count: Int
    package let period: Period
    package let scope: Scope

    private static let highest = 1_000_000

    package init(count: Int, period: Period, scope: Scope) {
        self.count = count
        self.period = period
        self.scope = scope
    }

    /// Reads `COUNT/PERIOD/SCOPE`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, !parts[0].isEmpty, parts[0].utf8.allSatisfy({ (48...57).contains($0) }),
            let count = Int(parts[0]), (1...Self.highest).contains(count),
            let period = Period(rawValue: parts[1]), let scope = Scope(rawValue: parts[2])
        else { return nil }
        self.count = count
        self.period = period
        self.scope = scope
    }

    /// As a playbook writes it.
    package var description: String { "\(count)/\(period.rawValue)/\(scope.rawValue)" }

    /// Length of the period in seconds.
    package var seconds: Double {
        switch period {
        case .minute: 60
        case .hour: 3_600
        case .day: 86_400
        }
    }

    /// What to write, for people who wrote something else.
    package static var syntax: String {
        let periods = Period.allCases.map(\.rawValue).joined(separator: "|")
        let scopes = Scope.allCases.map(\.rawValue).joined(separator: "|")
        return "a whole number from 1 to \(highest), \(periods), and \(scopes), such as 5/hour/account"
    }
}
