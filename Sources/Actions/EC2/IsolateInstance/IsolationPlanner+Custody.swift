import AWSClient
import ActionKit
import Findings
import JSON

/// Custody before the cut: marked, protected, out of service; and evidence after it.
extension IsolationPlanner {
    private var instanceARN: String { arn("instance", instance.id) }

    /// The mark from which everybody, policies included, can tell what is quarantined and by which execution.
    var custodyTags: Step? {
        let ids = [instance.id] + instance.interfaces.map(\.id) + instance.volumes.map(\.id)
        let resources =
            [instanceARN] + instance.interfaces.map { arn("network-interface", $0.id) }
            + instance.volumes.map { arn("volume", $0.id) }
        let key = IsolateInstance.custodyTag
        // A mark of an earlier execution that was not taken back stays as it is.
        guard instance.tags[key] == nil else { return nil }
        let names: JSONValue = .array(ids.map(JSONValue.string))
        let tag: JSONValue = [["Key": .string(key), "Value": .string(situation.execution)]]
        return Step(
            "mark-\(instance.id)", "Tag \(instance.id), its interfaces and volumes \(key)=\(situation.execution).",
            call: call(EC2.createTags, ["Resources": names, "Tags": tag], on: resources),
            effect: Effect(
                call(
                    EC2.describeTags,
                    [
                        "Filters": [
                            ["Name": "resource-id", "Values": names],
                            ["Name": "key", "Values": [.string(key)]],
                            ["Name": "value", "Values": [.string(situation.execution)]],
                        ]
                    ]),
                select: "Tags[].ResourceId", before: [], after: names),
            undo: .call(call(EC2.deleteTags, ["Resources": names, "Tags": tag], on: resources)))
    }

    /// The instance cannot be terminated by mistake, and its volumes outlive it.
    var protection: [Step] {
        var steps: [Step] = []
        if !around.isProtectedFromTermination {
            steps.append(
                attribute(
                    "protect-\(instance.id)", "Protect \(instance.id) from termination.", "DisableApiTermination",
                    "disableApiTermination", before: false, after: true))
        }
        if around.shutdownBehavior != "stop", instance.rootDeviceType != "instance-store" {
            steps.append(
                attribute(
                    "keep-on-shutdown-\(instance.id)", "Make \(instance.id) stop, not terminate, when it shuts down.",
                    "InstanceInitiatedShutdownBehavior", "instanceInitiatedShutdownBehavior",
                    before: .string(around.shutdownBehavior), after: "stop"))
        }
        return steps + instance.volumes.filter(\.isDeletedOnTermination).map(keeping)
    }

    private func attribute(
        _ id: String, _ sentence: String, _ member: String, _ name: String, before: JSONValue, after: JSONValue
    ) -> Step {
        func set(_ value: JSONValue) -> Call {
            call(
                EC2.modifyInstanceAttribute,
                .object(["InstanceId": .string(instance.id), member: ["Value": value]]), on: [instanceARN])
        }
        return Step(
            id, sentence, call: set(after),
            effect: Effect(
                InstanceSurroundings.attribute(name, of: instance.id, situation),
                select: JSONQuery(stringLiteral: "\(member).Value"), before: before, after: after),
            undo: .call(set(before)))
    }

    private func keeping(_ volume: Instance.Volume) -> Step {
        func set(_ isDeleted: Bool) -> Call {
            call(
                EC2.modifyInstanceAttribute,
                [
                    "InstanceId": .string(instance.id),
                    "BlockDeviceMappings": [
                        ["DeviceName": .string(volume.device), "Ebs": ["DeleteOnTermination": .bool(isDeleted)]]
                    ],
                ], on: [instanceARN])
        }
        let path = "Reservations[].Instances[].BlockDeviceMappings[] | [?DeviceName=='\(volume.device)']"
        return Step(
            "keep-\(volume.id)", "Keep \(volume.id) when \(instance.id) is terminated.", call: set(false),
            effect: Effect(
                call(EC2.describeInstances, ["InstanceIds": [.string(instance.id)]]),
                select: JSONQuery(stringLiteral: "\(path).Ebs.DeleteOnTermination"), before: [true], after: [false]),
            undo: .call(set(true)), isRequired: false)
    }

    // MARK: Out of service

    /// Standby keeps the Auto Scaling group from replacing, and terminating, what it sees as unhealthy.
    var standby: Step? {
        guard let membership = around.membership, membership.lifecycleState == "InService" else { return nil }
        let group: JSONValue = .string(membership.group)
        let id: JSONValue = .string(instance.id)
        let consequence =
            membership.mayShrink ? "the group shrinks by one" : "the group replaces it, being at its minimum"
        return Step(
            "standby-\(instance.id)",
            "Put \(instance.id) on standby in the Auto Scaling group \(membership.group); \(consequence).",
            call: call(
                AutoScaling.enterStandby,
                [
                    "InstanceIds": [id], "AutoScalingGroupName": group,
                    "ShouldDecrementDesiredCapacity": .bool(membership.mayShrink),
                ], on: [membership.groupARN]),
            effect: Effect(
                call(AutoScaling.describeAutoScalingInstances, ["InstanceIds": [id]]),
                select: "AutoScalingInstances[].LifecycleState", before: ["InService"], after: ["Standby"],
                patience: 120),
            undo: .call(
                call(
                    AutoScaling.exitStandby, ["InstanceIds": [id], "AutoScalingGroupName": group],
                    on: [membership.groupARN])))
    }

    var deregistrations: [Step] {
        around.targetGroups.map(deregistration) + around.loadBalancers.map(deregistration)
    }

    private func deregistration(_ group: InstanceSurroundings.TargetGroup) -> Step {
        let input: JSONValue = ["TargetGroupArn": .string(group.arn), "Targets": [group.target]]
        let name = group.arn.split(separator: "/").dropFirst().first.map(String.init) ?? group.arn
        return Step(
            "deregister-\(name)-\(group.target["Port"]?.description ?? "any")",
            "Take \(instance.id) out of the target group \(name).",
            call: call(ELBv2.deregisterTargets, input, on: [group.arn]),
            effect: Effect(
                InstanceSurroundings.health(of: group.arn, situation),
                select: JSONQuery(
                    stringLiteral:
                        "TargetHealthDescriptions[?Target.Id=='\(instance.id)' && TargetHealth.State!='draining'].Target.Id"
                ),
                before: [.string(instance.id)], after: []),
            undo: .call(call(ELBv2.registerTargets, input, on: [group.arn])))
    }

    private func deregistration(_ balancer: String) -> Step {
        let input: JSONValue = [
            "LoadBalancerName": .string(balancer), "Instances": [["InstanceId": .string(instance.id)]],
        ]
        let finding = situation.finding
        let arn =
            "arn:\(finding.partition):elasticloadbalancing:\(finding.region):\(finding.account):loadbalancer/\(balancer)"
        return Step(
            "deregister-\(balancer)", "Take \(instance.id) out of the classic load balancer \(balancer).",
            call: call(ELB.deregisterInstancesFromLoadBalancer, input, on: [arn]),
            effect: Effect(
                call(ELB.describeLoadBalancers, [:]),
                select: JSONQuery(
                    stringLiteral:
                        "LoadBalancerDescriptions[?LoadBalancerName=='\(balancer)'].Instances[] | [?InstanceId=='\(instance.id)'].InstanceId"
                ),
                before: [.string(instance.id)], after: []),
            undo: .call(call(ELB.registerInstancesWithLoadBalancer, input, on: [arn])))
    }

    // MARK: Evidence

    /// Snapshots find themselves again by their tag, so that a repeated step takes none twice.
    var snapshots: Step {
        let tag: JSONValue = [["Key": "quell:execution", "Value": .string(situation.execution)]]
        let volumes: JSONValue = .array(instance.volumes.map { .string($0.id) })
        return Step(
            "snapshot-\(instance.id)", "Take snapshots of all volumes of \(instance.id).",
            call: call(
                EC2.createSnapshots,
                [
                    "InstanceSpecification": ["InstanceId": .string(instance.id)],
                    "Description": .string("Evidence of \(instance.id), Quell execution \(situation.execution)"),
                    "TagSpecifications": [["ResourceType": "snapshot", "Tags": tag]],
                ], on: [instanceARN, arn("volume", "*"), "arn:\(situation.finding.partition):ec2:*::snapshot/*"]),
            effect: Effect(
                call(
                    EC2.describeSnapshots,
                    ["Filters": [["Name": "tag:quell:execution", "Values": [.string(situation.execution)]]]]),
                select: "Snapshots[].VolumeId", before: [], after: volumes),
            undo: .kept("Snapshots are evidence."), isRequired: false)
    }

    var stop: Step {
        let ids: JSONValue = ["InstanceIds": [.string(instance.id)]]
        return Step(
            "stop-\(instance.id)", "Stop \(instance.id).", call: call(EC2.stopInstances, ids, on: [instanceARN]),
            effect: Effect(
                call(EC2.describeInstances, ids), select: "Reservations[].Instances[].State.Name", before: ["running"],
                after: ["stopped"], patience: 300),
            undo: .call(call(EC2.startInstances, ids, on: [instanceARN])))
    }
}
