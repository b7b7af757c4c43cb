/// What a playbook would have done over a history.
package struct ReplayReport: Sendable {
    /// CPU time, in seconds.
    package struct Costs: Hashable, Sendable {
        package internal(set) var reading = 0.0
        package internal(set) var matching = 0.0
        package internal(set) var deciding = 0.0
    }

    package struct Line: Hashable, Sendable {
        package let name: String
        package let tally: Tally
    }

    /// What is different from the playbook that this one is compared with.
    package struct Change: Hashable, Sendable {
        package let rule: String
        package let before: Verdict?
        package let after: Verdict?
        package let count: Int
        package let examples: [String]
    }

    package let events: Int
    package let bytes: Int
    package let costs: Costs
    package let all: Tally
    package let dismissed: [Dismissal: Int]
    /// In the order of the playbook, those that never matched included.
    package let rules: [Line]
    /// Largest first, as all others but days.
    package let accounts: [Line]
    /// Those about which there was most noise.
    package let resources: [Line]
    package let types: [Line]
    package let days: [Line]
    /// nil where there is nothing to compare with.
    package let changes: [Change]?
    /// Events about which anything is different.
    package let changedEvents: Int
    /// Hours that people would have needed for what the playbook does by itself.
    package let hoursSaved: Double
    package let minutes: Double
    /// What the numbers leave out, a sentence each.
    package let caveats: [String]

    package static let noisiest = 10
    static let accountsShown = 1_000

    init(
        events: Int, bytes: Int, overlong: Int, costs: Costs, tallies: HistoryTallies, rules: [String],
        changes: Changes?, hasForgotten: Bool, minutes: Double
    ) {
        func lines(_ pairs: [(name: String, tally: Tally)]) -> [Line] {
            pairs.map { Line(name: $0.name, tally: $0.tally) }
        }
        self.events = events
        self.bytes = bytes
        self.costs = costs
        self.minutes = minutes
        all = tallies.all
        var dismissed = tallies.dismissed
        if overlong > 0 { dismissed[.unreadable, default: 0] += overlong }
        self.dismissed = dismissed
        self.rules = rules.map { Line(name: $0, tally: tallies.rules[$0] ?? Tally()) }
        accounts = lines(tallies.accounts.largest(Self.accountsShown))
        resources = lines(tallies.resources.largest(Self.noisiest))
        types = lines(tallies.types.largest(Self.noisiest))
        days = lines(tallies.days.byNameOrder)
        self.changes = changes.map { changes in
            changes.counts.map { key, count in
                Change(
                    rule: key.rule, before: key.before, after: key.after, count: count,
                    examples: changes.examples[key] ?? [])
            }.sorted { first, second in
                let (one, two) = (first.before?.rawValue ?? "", second.before?.rawValue ?? "")
                return (second.count, first.rule, one, first.after?.rawValue ?? "")
                    < (first.count, second.rule, two, second.after?.rawValue ?? "")
            }
        }
        changedEvents = changes?.events ?? 0
        hoursSaved = Double(tallies.all[.acts]) * minutes / 60
        caveats = Self.caveats(tallies, hasForgotten)
    }

    private static func caveats(_ tallies: HistoryTallies, _ hasForgotten: Bool) -> [String] {
        var caveats = [
            "A replay cannot look at accounts: whether a resource is still there or contained already, its tags where the "
                + "event does not tell them, approved exceptions of strict mode, and how many machines of a group serve.",
            "What would have acted is taken to hold afterwards, so that the same finding again is a duplicate.",
        ]
        if hasForgotten {
            caveats.append(
                "The history is longer than what is remembered: repeats of a finding that lie more than "
                    + "\(OfflineDecider.remembered / 2) findings apart may be counted as new.")
        }
        let tables = [("resources", tallies.resources), ("accounts", tallies.accounts), ("types", tallies.types)]
        for (noun, tally) in tables where tally.uncertainty > 0 {
            caveats.append(
                "There are more \(noun) than are counted one by one; a count of one may be too low by up to "
                    + "\(tally.uncertainty).")
        }
        return caveats
    }
}
