import ActionKit
import EventPattern
package import JSON
package import Playbook

extension Decider {
    /// What people must approve of these plans; nil when nobody need.
    func approvalDemand(for plans: [Plan]) -> ApprovalDemand? {
        rule.approvalDemand(for: Set(plans.map(\.action)), event)
    }
}

extension Rule {
    /// What people must approve: what the rule demands, and every one of its actions that has something to do.
    ///
    /// nil when nobody need. An event that cannot be held against `unless` needs the approval.
    package func approvalDemand(for actions: Set<String>, _ event: JSONValue) -> ApprovalDemand? {
        let asked = [approval] + respond.filter { actions.contains($0.action) }.map(\.approval)
        let demands = asked.compactMap(\.self)
        let event = demands.contains { $0.unless != nil } ? try? Event(Array(event.description.utf8)) : nil
        return demands.filter { demand in
            guard let event, let unless = demand.unless else { return true }
            return !unless.pattern.matches(event)
        }.reduce(nil) { $0?.joined(with: $1) ?? $1 }
    }
}
