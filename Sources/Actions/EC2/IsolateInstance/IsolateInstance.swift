package import AWSClient
package import ActionKit
import Findings
import JSON

/// Cuts an EC2 instance off from the network and keeps it as evidence.
///
/// Every network interface is put on one empty security group, and on nothing else. The group is the VPC's own
/// `quell-quarantine`: found or created, and read to be without any rule, IPv4 and IPv6, immediately before each use,
/// because anybody may have added rules to it since.
///
/// Before the cut the instance, its interfaces and its volumes are tagged with the execution, it is protected from
/// termination, its volumes survive it, and it is taken out of service: standby in its Auto Scaling group, deregistered
/// from its target groups and classic load balancers. What it had stands in the undo. None of that keeps an attacker
/// connected when it fails: it is reported, and the cut is made.
///
/// Where a guard holds the isolation, the instance, its interfaces and its volumes are tagged `quell:held` with the
/// execution, and snapshots are taken where the playbook asks for them; nothing else changes.
///
/// Interfaces that an AWS service or another account keeps may refuse the change; the result is partial then.
///
/// A security group does not cut what it tracks: connections that are open may live on until they are idle. With
/// `cut-live-flows: transit` the isolated interfaces stand for a moment on `quell-transit`, a group that lets
/// everything through, whose flows are not tracked, and the next change cuts them. For that moment, about a second,
/// the instance can be reached. Flows through NAT gateways and Network Load Balancers are tracked whatever the rules.
package struct IsolateInstance: Action {
    package static let manifest = Manifest(
        id: "ec2.isolate-instance",
        summary:
            "Puts every network interface of an EC2 instance on one empty security group and keeps it as evidence.",
        phase: .contain, harm: .high,
        reads: [
            EC2.describeInstances, EC2.describeNetworkInterfaces, EC2.describeSecurityGroups,
            EC2.describeSecurityGroupRules, EC2.describeVpcs, EC2.describeInstanceAttribute,
            AutoScaling.describeAutoScalingInstances, AutoScaling.describeAutoScalingGroups,
            ELBv2.describeTargetGroups, ELBv2.describeTargetHealth, ELB.describeLoadBalancers,
        ],
        watches: [
            EC2.describeTags, EC2.describeInstanceAttribute, EC2.describeInstances, EC2.describeNetworkInterfaces,
            EC2.describeSecurityGroups, EC2.describeSecurityGroupRules, EC2.describeSnapshots,
            AutoScaling.describeAutoScalingInstances, ELBv2.describeTargetHealth, ELB.describeLoadBalancers,
        ],
        undoWatches: [
            EC2.describeTags, EC2.describeInstanceAttribute, EC2.describeInstances, EC2.describeNetworkInterfaces,
            AutoScaling.describeAutoScalingInstances, ELBv2.describeTargetHealth, ELB.describeLoadBalancers,
        ],
        writes: [
            EC2.createTags, EC2.modifyInstanceAttribute, AutoScaling.enterStandby, ELBv2.deregisterTargets,
            ELB.deregisterInstancesFromLoadBalancer, EC2.createSecurityGroup, EC2.revokeSecurityGroupIngress,
            EC2.revokeSecurityGroupEgress, EC2.authorizeSecurityGroupIngress, EC2.authorizeSecurityGroupEgress,
            EC2.modifyNetworkInterfaceAttribute, EC2.createSnapshots, EC2.stopInstances,
        ],
        undos: [
            EC2.deleteTags, EC2.modifyInstanceAttribute, AutoScaling.exitStandby, ELBv2.registerTargets,
            ELB.registerInstancesWithLoadBalancer, EC2.modifyNetworkInterfaceAttribute, EC2.startInstances,
        ],
        options: [
            Manifest.Option(
                "cut-live-flows", .choice(["off", "transit"]), standard: "off",
                "transit passes the interfaces through a group that allows everything, to end open connections."
            ),
            Manifest.Option(
                "snapshot", .flag, standard: false, "Takes snapshots of all volumes, tagged with the execution."),
            Manifest.Option(
                "stop", .flag, standard: false, "Stops the instance at the end: sure, but its memory is lost."),
        ], grants: grants, undoGrants: undoGrants,
        budget: Manifest.Budget(account: 5, organization: 20))

    /// Its value is the execution that isolated what carries it.
    static let custodyTag = "quell:quarantine"

    /// Its value is the execution that would have isolated what carries it, and was held.
    static let heldTag = "quell:held"

    let passesTransit: Bool
    let takesSnapshot: Bool
    let stops: Bool

    package init(_ options: Options) throws(Options.Mistake) {
        passesTransit = options.text("cut-live-flows") == "transit"
        takesSnapshot = options.flag("snapshot")
        stops = options.flag("stop")
    }

    package func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        guard case .ec2Instance(let instanceID) = situation.finding.resource.kind else {
            return .leaveAlone(
                .notApplicable, "\(situation.finding.resource) is not an EC2 instance; there is nothing to isolate.")
        }
        let id = instanceID.description
        if situation.finding.role == .target {
            return .leaveAlone(
                .notApplicable,
                "Instance \(id) is the target of an attack, not its source; isolating it would do the attacker's work. "
                    + "Look at what reaches it, and confine its security group.")
        }
        guard let instance = try await instance(id, situation), !instance.isGone else {
            return .leaveAlone(.moot, "Instance \(id) is terminated; there is nothing to isolate.")
        }
        let around = try await InstanceSurroundings(instance, passesTransit: passesTransit, situation)
        guard !around.interfaces.isEmpty else {
            return .leaveAlone(
                .held,
                "Instance \(id) is \(instance.state) and shows no network interface; it cannot be isolated by group.")
        }
        let plan = IsolationPlanner(action: self, instance: instance, around: around, situation: situation).plan()
        guard !plan.steps.isEmpty else {
            return .leaveAlone(
                .alreadyContained,
                "Instance \(id) is isolated already: every interface is on \(around.groups.quarantineID ?? "") only.",
                residualRisk: plan.residualRisk)
        }
        return .plan(plan)
    }

    package func preserve(_ situation: Situation) async throws(AWSError) -> Decision {
        guard case .ec2Instance(let id) = situation.finding.resource.kind,
            let instance = try await instance(id.description, situation), !instance.isGone
        else { return .leaveAlone(.moot, "There is no instance whose state could be kept.") }
        let around = try await InstanceSurroundings(instance, passesTransit: passesTransit, situation)
        let planner = IsolationPlanner(action: self, instance: instance, around: around, situation: situation)
        guard !planner.evidence.isEmpty else {
            return .leaveAlone(.alreadyContained, "Instance \(id) carries \(Self.heldTag) already.")
        }
        return .plan(
            Plan(
                action: Self.manifest.id, resource: planner.arn("instance", instance.id), steps: planner.evidence))
    }

    /// nil when there is no such instance.
    private func instance(_ id: String, _ situation: Situation) async throws(AWSError) -> Instance? {
        do throws(AWSError) {
            return Instance(try await situation.reader.read(Instance.call(id, situation)), id: id)
        } catch {
            guard error.kind == .notFound else { throw error }
            return nil
        }
    }
}
