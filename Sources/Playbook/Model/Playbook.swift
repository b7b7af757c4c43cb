package import ActionKit
package import EventPattern

/// What to do about which findings: rules, and what holds for all of them.
package struct Playbook: Hashable, Sendable {
    /// Tag key that marks approved exceptions.
    package let exceptionTag: String
    /// Topic that people listen to; nil when the playbook names none.
    package let topic: String?
    package let guardrails: Guardrails
    package let rules: [Rule]
    /// The text it was read from, which identifies its version.
    package let source: String

    /// No rules: for what needs no playbook, such as an undo.
    package static let empty = Playbook(
        exceptionTag: "SecurityException", topic: nil, guardrails: Guardrails(protect: [], limits: [:]), rules: [],
        source: "")
}

/// One pattern and the responses to what it matches.
package struct Rule: Hashable, Sendable {
    /// Lower case with dashes, unique in the playbook.
    package let name: String
    package let when: EventPattern
    /// The pattern as JSON text, verbatim for EventBridge.
    package let pattern: String
    package let respond: [RuleResponse]
}

/// One action with what the playbook tells it.
package struct RuleResponse: Hashable, Sendable {
    package let action: String
    package let options: Options

    package init(action: String, options: Options) {
        self.action = action
        self.options = options
    }
}

/// What Quell never does, or not more often.
package struct Guardrails: Hashable, Sendable {
    /// ARN patterns with `*` and `?` of resources that are never changed.
    package let protect: [String]
    /// By action id.
    package let limits: [String: Limit]
}

/// How often an action may change something, such as `5/hour/account`.
package struct Limit: Hashable, Sendable, CustomStringConvertible {
    package enum Period: String, Hashable, Sendable, CaseIterable { case minute, hour, day }
    package enum Scope: String, Hashable, Sendable, CaseIterable { case account, organization }

    package let count: Int
    package let period: Period
    package let scope: Scope

    /// Reads `COUNT/PERIOD/SCOPE`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let count = Int(parts[0]), count >= 0, let period = Period(rawValue: parts[1]),
            let scope = Scope(rawValue: parts[2])
        else { return nil }
        self.count = count
        self.period = period
        self.scope = scope
    }

    package var description: String { "\(count)/\(period.rawValue)/\(scope.rawValue)" }

    package var seconds: Double {
        switch period {
        case .minute: 60
        case .hour: 3_600
        case .day: 86_400
        }
    }
}
