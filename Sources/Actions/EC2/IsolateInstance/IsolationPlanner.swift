import AWSClient
import ActionKit
import Findings
import JSON

/// Puts the steps of an isolation in order: custody first, then out of service, then the cut, then evidence.
struct IsolationPlanner {
    let action: IsolateInstance
    let instance: Instance
    let around: InstanceSurroundings
    let situation: Situation

    /// A plan without steps where nothing is left to change.
    func plan() -> Plan {
        var steps: [Step] = []
        let isIsolated = around.isIsolated
        if !isIsolated {
            steps += marks + protection + standby + deregistrations
            steps += quarantineGroup + moved.map(isolation)
            if action.passesTransit { steps += flush }
            if action.takesSnapshot { steps += snapshots }
        }
        if action.stops { steps += stop }
        return Plan(
            action: IsolateInstance.manifest.id, resource: arn("instance", instance.id), steps: steps,
            proof: [isEmpty, isComplete], residualRisk: residualRisk,
            capacities: isIsolated ? [] : around.service.capacities)
    }

    func arn(_ kind: String, _ id: String) -> String {
        "arn:\(situation.finding.partition):ec2:\(situation.finding.region):\(situation.finding.account):\(kind)/\(id)"
    }

    func call(_ operation: Operation, _ input: JSONValue, on resources: [String] = ["*"]) -> Call {
        situation.call(operation, input, on: resources)
    }

    // MARK: The cut

    /// Interfaces that are not on the quarantine group, or on more than that.
    var moved: [NetworkInterface] {
        around.interfaces.filter { interface in
            around.groups.quarantineID.map { interface.groups != [$0] } ?? true
        }
    }

    var quarantineID: JSONValue {
        around.groups.quarantineID.map(JSONValue.string) ?? Call.output(IsolationGroups.quarantine)
    }

    var attachments: Call { NetworkInterface.call(of: instance.id, situation) }

    func groups(of interface: NetworkInterface) -> JSONQuery {
        "NetworkInterfaces[?NetworkInterfaceId==\(interface.id)].Groups[].GroupId"
    }

    func move(_ interface: NetworkInterface, to groups: [JSONValue]) -> Call {
        let finding = situation.finding
        let groupARNs = groups.map { group in
            // A group that another account shares has that account in its ARN.
            group.string.map { "arn:\(finding.partition):ec2:\(finding.region):*:security-group/\($0)" }
                ?? arn("security-group", "*")
        }
        return call(
            EC2.modifyNetworkInterfaceAttribute,
            ["NetworkInterfaceId": .string(interface.id), "Groups": .array(groups)],
            on: [arn("network-interface", interface.id)] + groupARNs)
    }

    private func isolation(_ interface: NetworkInterface) -> Step {
        let had = interface.groups.map(JSONValue.string)
        return Step(
            "isolate-\(interface.id)",
            """
            Put \(interface.id) on \(IsolationGroups.quarantine) only; \
            it had \(interface.groups.joined(separator: ", ")).
            """,
            call: move(interface, to: [quarantineID]),
            effect: Effect(
                attachments, select: groups(of: interface), before: .array(had), after: [quarantineID]),
            undo: isInTransit(interface)
                ? .kept("It was in transit of an earlier isolation; taking that one back gives it its own groups.")
                : .call(move(interface, to: had)), requires: [isEmpty], isRequired: !isForeign(interface))
    }

    /// Whether an isolation that did not end has left an interface on the group that lets everything through: no undo may
    /// put it there again.
    private func isInTransit(_ interface: NetworkInterface) -> Bool {
        around.groups.transitID.map { interface.groups == [$0] } ?? false
    }

    /// Whether the owner of an interface may refuse its change; that must not keep the others connected.
    func isForeign(_ interface: NetworkInterface) -> Bool {
        interface.isManaged || interface.owner != situation.finding.account.description
    }

    /// The quarantine group has no rule at this moment.
    var isEmpty: Condition {
        Condition(
            SecurityGroupRule.call(of: quarantineID, situation),
            select: "SecurityGroupRules[].SecurityGroupRuleId", equals: [])
    }

    /// Every interface there is, one attached meanwhile included, is on the quarantine group and on nothing else.
    private var isComplete: Condition {
        Condition(
            attachments, select: "NetworkInterfaces[].Groups[].GroupId",
            equals: .array(around.interfaces.map { _ in quarantineID }))
    }

    // MARK: What the cut leaves

    private var residualRisk: [String] {
        var risks = [
            action.passesTransit
                ? """
                Connections through a NAT gateway, a transit gateway, a Network Load Balancer or PrivateLink are \
                always tracked and may live on.
                """
                : "Connections that were open are tracked and may live on until they are idle; new ones are cut.",
            "Security groups do not filter DNS through the VPC resolver or the instance metadata service.",
        ]
        if let profile = instance.profile {
            risks.append("Credentials of the instance profile \(profile) stay valid wherever they were copied to.")
        }
        if let address = instance.publicAddress {
            risks.append("The public address \(address) stays with the instance.")
        }
        risks += around.interfaces.filter(isForeign).map {
            "\($0.id) is kept by an AWS service or another account, which may refuse its change."
        }
        if let owner = around.groups.network?.owner, !owner.isEmpty, owner != situation.finding.account.description {
            risks.append("The VPC \(instance.vpc) belongs to account \(owner), which rules its network.")
        }
        return risks + custodyRisk
    }
}
