import ActionKit
import EventPattern
import JSON
import Playbook

extension Decider {
    /// What people must approve of these plans: what the rule demands, and every action that has something to do.
    ///
    /// nil when nobody need. An event that cannot be held against `unless` needs the approval.
    func approvalDemand(for plans: [Plan]) -> ApprovalDemand? {
        let actions = Set(plans.map(\.action))
        let asked = [rule.approval] + rule.respond.filter { actions.contains($0.action) }.map(\.approval)
        let event = try? Event(Array(event.description.utf8))
        return asked.compactMap(\.self).filter { demand in
            guard let event, let unless = demand.unless else { return true }
            return !unless.pattern.matches(event)
        }.reduce(nil) { $0?.joined(with: $1) ?? $1 }
    }
}
