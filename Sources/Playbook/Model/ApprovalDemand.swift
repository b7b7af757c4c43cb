package import EventPattern

/// That people must approve a plan before it is applied, and on which terms.
package struct ApprovalDemand: Hashable, Sendable {
    /// Events that need no approval.
    package struct Exemption: Hashable, Sendable {
        package let pattern: EventPattern
        /// The pattern as JSON text.
        package let text: String

        package init(pattern: EventPattern, text: String) {
            self.pattern = pattern
            self.text = text
        }
    }

    package let unless: Exemption?
    /// How long it may be approved and applied, in seconds.
    package let seconds: Int
    /// How many people must approve, none of them the one who asks.
    package let people: Int
    /// ARN of the topic that is told when nobody has approved in time; nil for the usual one.
    package let escalate: String?

    /// A day: over a night and not over a weekend.
    package static let standardSeconds = 86_400
    package static let shortest = 300
    package static let longest = 14 * 86_400

    package init(
        unless: Exemption? = nil, seconds: Int = standardSeconds, people: Int = 1, escalate: String? = nil
    ) {
        self.unless = unless
        self.seconds = seconds
        self.people = people
        self.escalate = escalate
    }

    /// Reads a duration such as `4h`; nil for anything else, and for one that is too short or too long.
    package static func seconds(_ text: String) -> Int? {
        guard let unit = text.last, let factor = ["m": 60, "h": 3_600, "d": 86_400][unit] else { return nil }
        let digits = text.dropLast()
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let count = Int(digits), (shortest...longest).contains(count * factor)
        else { return nil }
        return count * factor
    }

    /// The demand that satisfies both: more people, less time.
    package func joined(with other: ApprovalDemand) -> ApprovalDemand {
        ApprovalDemand(
            seconds: min(seconds, other.seconds), people: max(people, other.people),
            escalate: escalate ?? other.escalate)
    }
}
