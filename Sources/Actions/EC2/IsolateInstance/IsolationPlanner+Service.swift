import AWSClient
import ActionKit
import Findings
import JSON

/// Out of service before the cut: nobody is sent to an instance that cannot answer, and nothing replaces it.
extension IsolationPlanner {
    /// Standby keeps the Auto Scaling group from replacing, and terminating, what it sees as unhealthy.
    var standby: [Step] {
        guard let membership = around.service.membership, membership.lifecycleState == "InService" else { return [] }
        let group: JSONValue = .string(membership.group)
        let ids: JSONValue = [.string(instance.id)]
        let consequence =
            membership.mayShrink ? "the group shrinks by one" : "the group replaces it, being at its minimum"
        let step = Step(
            "standby-\(instance.id)",
            "Put \(instance.id) on standby in the Auto Scaling group \(membership.group); \(consequence).",
            call: call(
                AutoScaling.enterStandby,
                [
                    "InstanceIds": ids, "AutoScalingGroupName": group,
                    "ShouldDecrementDesiredCapacity": .bool(membership.mayShrink),
                ], on: [membership.groupARN]),
            effect: Effect(
                call(AutoScaling.describeAutoScalingInstances, ["InstanceIds": ids]),
                select: "AutoScalingInstances[].LifecycleState", before: ["InService"], after: ["Standby"],
                patience: 120),
            undo: .call(
                call(
                    AutoScaling.exitStandby, ["InstanceIds": ids, "AutoScalingGroupName": group],
                    on: [membership.groupARN])), isRequired: false)
        return [step]
    }

    var deregistrations: [Step] {
        around.service.targets.map(deregistration) + around.service.loadBalancers.map(deregistration)
    }

    /// A target that drains is out already: it is sent nothing new.
    private func deregistration(_ target: InstanceService.Target) -> Step {
        let input: JSONValue = ["TargetGroupArn": .string(target.groupARN), "Targets": [target.target]]
        let name = target.groupARN.split(separator: "/").dropFirst().first.map(String.init) ?? target.groupARN
        let subject = target.id == instance.id ? instance.id : "\(target.id) of \(instance.id)"
        let port = target.port.int.map { " on port \($0)" } ?? ""
        return Step(
            "deregister-\(name)-\(target.id)-\(target.port)", "Take \(subject)\(port) out of the target group \(name).",
            call: call(ELBv2.deregisterTargets, input, on: [target.groupARN]),
            effect: Effect(
                InstanceService.health(of: target.groupARN, situation),
                select: """
                    TargetHealthDescriptions[?Target.Id==\(target.id) && Target.Port==\(target.port) \
                    && TargetHealth.State!=\("draining")].Target.Id
                    """,
                before: [.string(target.id)], after: []),
            undo: .call(call(ELBv2.registerTargets, input, on: [target.groupARN])), isRequired: false)
    }

    private func deregistration(_ balancer: String) -> Step {
        let input: JSONValue = [
            "LoadBalancerName": .string(balancer), "Instances": [["InstanceId": .string(instance.id)]],
        ]
        let finding = situation.finding
        let service = "arn:\(finding.partition):elasticloadbalancing"
        let arn = "\(service):\(finding.region):\(finding.account):loadbalancer/\(balancer)"
        return Step(
            "deregister-\(balancer)", "Take \(instance.id) out of the classic load balancer \(balancer).",
            call: call(ELB.deregisterInstancesFromLoadBalancer, input, on: [arn]),
            effect: Effect(
                call(ELB.describeLoadBalancers, [:]),
                select: """
                    LoadBalancerDescriptions[?LoadBalancerName==\(balancer)].Instances[] \
                    | [?InstanceId==\(instance.id)].InstanceId
                    """,
                before: [.string(instance.id)], after: []),
            undo: .call(call(ELB.registerInstancesWithLoadBalancer, input, on: [arn])), isRequired: false)
    }
}
