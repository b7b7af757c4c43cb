import ActionKit
import Findings
import Playbook

/// Holds changes beyond what is allowed: pure, so that every process that reads the same journal decides the same.
struct Guards: Sendable {
    let guardrails: Guardrails
    let manifests: [Manifest]
    /// Changes that other executions planned within the last two days, oldest first.
    let past: [PlannedChange]
    /// Resources of findings of the same type that were held lately.
    let heldResources: Set<String>
    /// Whether a person has asked for exactly this: then the resource's own bounds do not hold it.
    let isOrdered: Bool

    static let correlationWindow = 600.0
    static let day = 86_400.0
    /// How long a change that was planned may not show in what AWS says of a group.
    static let unseen = 120.0

    /// The widest reason to hold; nil when every change may be made.
    func hold(_ changes: [PlannedChange], proposed: [Plan], now: Double) -> Hold? {
        let checks = [correlated, beyondBudget, belowCapacity, repeated]
        for check in checks {
            for change in changes {
                guard let (cause, why) = check(change, now) else { continue }
                return Hold(
                    cause: cause,
                    why: why
                        + " Nothing was contained. Decide on it by hand, or send the event again when there is room.",
                    proposed: proposed)
            }
        }
        return nil
    }

    private typealias Answer = (cause: String, why: String)

    private func correlated(_ change: PlannedChange, now: Double) -> Answer? {
        let others = past.filter { $0.findingType == change.findingType && $0.time > now - Self.correlationWindow }
        let resources = Set(others.map(\.resource)).union(heldResources).union([change.resource])
        guard !change.findingType.isEmpty, resources.count > guardrails.correlated else { return nil }
        return (
            "correlated \(change.findingType)",
            "\(resources.count) resources have the finding \(change.findingType) within ten minutes; the playbook allows "
                + "\(guardrails.correlated). So many at once are rather provoked, or a fault of the detector, than an attack."
        )
    }

    private func beyondBudget(_ change: PlannedChange, now: Double) -> Answer? {
        guard let manifest = manifests.first(where: { $0.id == change.action }) else { return nil }
        for budget in Budget.all(for: manifest, guardrails) {
            if budget.limit.scope == .resource, isOrdered { continue }
            guard let place = budget.place(of: change, guardrails) else { continue }
            let takes = past.filter { taken in
                taken.action == change.action && budget.place(of: taken, guardrails) == place
                    // Containing the same finding again is no new change of the resource.
                    && !(budget.limit.scope == .resource && taken.finding == change.finding)
            }
            // The journal cuts times down to whole seconds; a change counts from the end of its second.
            let bucket = TokenBucket(
                capacity: budget.limit.count, period: budget.limit.seconds, takes: takes.map { min(now, $0.time + 1) },
                now: now)
            guard !bucket.hasToken else { continue }
            return (
                "budget \(change.action) \(place)",
                "\(change.action) has used up its budget of \(budget.limit) for \(place); there is room again in "
                    + "\(Int((bucket.wait / 60).rounded(.up))) minutes."
            )
        }
        return nil
    }

    /// A group must keep serving, whatever findings say of its machines.
    private func belowCapacity(_ change: PlannedChange, now: Double) -> Answer? {
        for capacity in change.capacities {
            let others = past.filter { $0.resource != change.resource && $0.time > now - Self.day }
            let earlier = others.flatMap { other in
                other.capacities.filter { $0.group == capacity.group }.map { (time: other.time, capacity: $0) }
            }
            // A group that shrinks with each machine that is taken out is measured by what it was.
            let desired = max(capacity.desired, earlier.map(\.capacity.desired).max() ?? 0)
            let unseen = earlier.count { $0.time > now - Self.unseen }
            let left = capacity.inService - unseen - 1
            guard left < Capacity.floor(ofDesired: desired) else { continue }
            return (
                "capacity \(capacity.group)",
                "\(capacity.group) would be left with \(max(0, left)) of \(desired) in service, and at least "
                    + "\(Capacity.floor(ofDesired: desired)) must stay."
            )
        }
        return nil
    }

    private func repeated(_ change: PlannedChange, now: Double) -> Answer? {
        guard !isOrdered else { return nil }
        let times = past.count {
            $0.action == change.action && $0.resource == change.resource && $0.time > now - Self.day
        }
        guard times >= guardrails.repeats else { return nil }
        return (
            "loop \(change.action) \(change.resource)",
            "\(change.action) has changed \(change.resource) \(times) times within a day; somebody or something changes it "
                + "back every time."
        )
    }
}
