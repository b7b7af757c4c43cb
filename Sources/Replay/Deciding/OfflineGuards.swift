import ActionKit
import Engine
import Playbook

/// The guards of the engine over a history: budgets, findings of one type about many resources, and loops.
struct OfflineGuards {
    private let guardrails: Guardrails
    private let budgets: [String: [Budget]]
    private var buckets = Recent<String, Bucket>(limit: 200_000)
    private var correlated = Recent<String, [(resource: String, time: Double)]>(limit: 2_000)
    private var changes = Recent<String, [Double]>(limit: 200_000)

    private struct Bucket {
        var tokens: TokenBucket
        /// The finding that took last: containing the same one again is no new change of the resource.
        var finding: String
    }

    struct Change {
        let account: String
        let resource: String
        let finding: String
        let findingType: String
        let time: Double
        /// Whether a person asked for it.
        let isOrdered: Bool
    }

    init(_ guardrails: Guardrails, _ manifests: [Manifest]) {
        self.guardrails = guardrails
        budgets = Dictionary(
            manifests.map { ($0.id, Budget.all(for: $0, guardrails)) }, uniquingKeysWith: { first, _ in first })
    }

    var hasForgotten: Bool { buckets.hasForgotten || correlated.hasForgotten || changes.hasForgotten }

    /// The engine's own windows.
    private static let correlationWindow = 600.0
    private static let day = 86_400.0

    /// Why the actions are held; nil when they may act, which then counts.
    mutating func verdict(_ actions: [String], _ change: Change) -> Verdict? {
        if isCorrelated(change) { return .held }
        if actions.contains(where: { isBeyondBudget($0, change) }) { return .overBudget }
        if !change.isOrdered, actions.contains(where: { isRepeated($0, change) }) { return .held }
        for action in actions { count(action, change) }
        return nil
    }

    /// Of the resources that a type was about, the newest are enough to tell whether there were too many.
    private mutating func isCorrelated(_ change: Change) -> Bool {
        var last = correlated[change.findingType] ?? []
        last.removeAll { $0.resource == change.resource || $0.time <= change.time - Self.correlationWindow }
        last.append((change.resource, change.time))
        if last.count > guardrails.correlated + 1 { last.removeFirst() }
        correlated[change.findingType] = last
        return last.count > guardrails.correlated
    }

    private mutating func isBeyondBudget(_ action: String, _ change: Change) -> Bool {
        for (key, budget) in keys(action, change) {
            guard var bucket = buckets[key] else { continue }
            if budget.limit.scope == .resource, change.isOrdered || bucket.finding == change.finding { continue }
            let hasToken = bucket.tokens.hasToken(at: change.time)
            buckets[key] = bucket
            if !hasToken { return true }
        }
        return false
    }

    private mutating func isRepeated(_ action: String, _ change: Change) -> Bool {
        let times = (changes["\(action) \(change.resource)"] ?? []).filter { $0 > change.time - Self.day }
        return times.count >= guardrails.repeats
    }

    private mutating func count(_ action: String, _ change: Change) {
        for (key, budget) in keys(action, change) {
            var bucket =
                buckets[key]
                ?? Bucket(
                    tokens: TokenBucket(
                        capacity: budget.limit.count, period: budget.limit.seconds, fullAt: change.time), finding: "")
            // A bucket that was not asked yet fills up to now first.
            _ = bucket.tokens.hasToken(at: change.time)
            bucket.tokens.take()
            bucket.finding = change.finding
            buckets[key] = bucket
        }
        let key = "\(action) \(change.resource)"
        var times = (changes[key] ?? []).filter { $0 > change.time - Self.day }
        times.append(change.time)
        changes[key] = Array(times.suffix(max(1, guardrails.repeats)))
    }

    private func keys(_ action: String, _ change: Change) -> [(String, Budget)] {
        (budgets[action] ?? []).compactMap { budget in
            budget.place(ofResource: change.resource, in: change.account, guardrails).map {
                ("\(action) \(budget.limit) \($0)", budget)
            }
        }
    }
}
