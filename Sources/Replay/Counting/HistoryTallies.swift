import AWSClient
import Findings

/// Everything that is counted over a history.
struct HistoryTallies {
    private(set) var rules: [String: Tally] = [:]
    private(set) var all = Tally()
    private(set) var accounts = Tallies(limit: 20_000)
    private(set) var resources = Tallies(limit: 50_000)
    private(set) var types = Tallies(limit: 5_000)
    private(set) var days = Tallies(limit: 5_000)
    private(set) var dismissed: [Dismissal: Int] = [:]

    mutating func dismiss(_ dismissal: Dismissal) { dismissed[dismissal, default: 0] += 1 }

    mutating func add(_ verdict: Verdict, of rule: String, _ event: PastEvent) {
        rules[rule, default: Tally()].add(verdict)
        all.add(verdict)
        let finding = event.finding
        accounts.add(verdict, to: finding.account.description)
        resources.add(verdict, to: finding.resource.arn ?? "\(finding.resource) in \(finding.account)")
        types.add(verdict, to: finding.type)
        days.add(verdict, to: event.time == 0 ? "no time" : String(ISO8601.format(event.time).prefix(10)))
    }
}
