package import ActionKit
package import Playbook

/// How often an action may change something within one scope.
package struct Budget: Hashable, Sendable {
    package let action: String
    package let limit: Limit

    /// The budgets of an action: the limits of the playbook, and what holds where it has none of that scope.
    package static func all(for manifest: Manifest, _ guardrails: Guardrails) -> [Budget] {
        let given = guardrails.limits[manifest.id] ?? []
        var limits = given
        func standard(_ count: Int, _ scope: Limit.Scope) {
            guard !given.contains(where: { $0.scope == scope }) else { return }
            limits.append(Limit(count: count, period: .hour, scope: scope))
        }
        standard(1, .resource)
        if let budget = manifest.budget {
            standard(budget.account, .account)
            standard(budget.organization, .organization)
        }
        return limits.map { Budget(action: manifest.id, limit: $0) }
            .sorted {
                Limit.Scope.allCases.firstIndex(of: $0.limit.scope) ?? 0
                    > Limit.Scope.allCases.firstIndex(of: $1.limit.scope) ?? 0
            }
    }

    /// What the changes are counted for, such as an account's id; nil where the limit does not apply to a change.
    func place(of change: PlannedChange, _ guardrails: Guardrails) -> String? {
        place(ofResource: change.resource, in: change.account, guardrails)
    }

    package func place(ofResource resource: String, in account: String, _ guardrails: Guardrails) -> String? {
        switch limit.scope {
        case .resource: resource
        case .account: "account \(account)"
        case .unit: guardrails.unit(of: account).map { "unit \($0)" }
        case .organization: "the organization"
        }
    }
}

/// A change that was planned, or is about to be.
struct PlannedChange: Hashable, Sendable {
    let execution: String
    /// Seconds since 1970.
    let time: Double
    let account: String
    let action: String
    let resource: String
    let finding: String
    let findingType: String
    let capacities: [Capacity]
}

extension Planned {
    /// A change for each plan; none for what only preserves evidence.
    func changes(execution: String, time: Double) -> [PlannedChange] {
        guard held == nil else { return [] }
        return plans.map { plan in
            PlannedChange(
                execution: execution, time: time, account: account, action: plan.action, resource: plan.resource,
                finding: subject?.finding ?? "", findingType: subject?.findingType ?? "",
                capacities: plan.capacities ?? [])
        }
    }
}
