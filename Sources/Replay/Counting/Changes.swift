import Findings
import JSON

/// What another playbook would have done otherwise, rule by rule.
struct Changes {
    struct Key: Hashable {
        let rule: String
        /// nil where the rule does not match, or is not there.
        let before: Verdict?
        let after: Verdict?
    }

    private(set) var counts: [Key: Int] = [:]
    private(set) var examples: [Key: [String]] = [:]
    /// Events about which anything is different.
    private(set) var events = 0

    private static let examplesOfEach = 3

    /// Compares the verdicts of both playbooks about one event, by the names of the rules.
    mutating func compare(_ before: [String: Verdict], _ after: [String: Verdict], _ event: PastEvent) {
        var isDifferent = false
        for rule in Set(before.keys).union(after.keys) where before[rule] != after[rule] {
            isDifferent = true
            let key = Key(rule: rule, before: before[rule], after: after[rule])
            counts[key, default: 0] += 1
            if examples[key, default: []].count < Self.examplesOfEach {
                let finding = event.finding
                let time = event.event["time"]?.string ?? "without a time"
                examples[key, default: []].append(
                    "\(finding.type) on \(finding.resource) in \(finding.account), \(time)")
            }
        }
        if isDifferent { events += 1 }
    }
}
