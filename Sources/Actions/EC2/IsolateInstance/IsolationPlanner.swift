import AWSClient
import ActionKit
import Findings
import JSON

/// Puts the steps of an isolation in order: custody first, then out of service, then the cut.
struct IsolationPlanner {
    let action: IsolateInstance
    let instance: Instance
    let around: InstanceSurroundings
    let situation: Situation

    func plan() -> Plan {
        let needsCut = !isIsolated
        var steps: [Step] = []
        if needsCut {
            steps += [custodyTags].compactMap(\.self) + protection + [standby].compactMap(\.self) + deregistrations
            steps += group(.quarantine)
            if action.passesTransit { steps += group(.transit) + interfaces(onto: .transit) }
            steps += interfaces(onto: .quarantine)
        }
        if needsCut || action.takesSnapshot, action.takesSnapshot { steps += [snapshots] }
        if action.stops, instance.state == "running" { steps += [stop] }
        return Plan(
            action: IsolateInstance.manifest.id, resource: arn("instance", instance.id), steps: steps,
            proof: needsCut ? proof : [], residualRisk: residualRisk)
    }

    /// Every interface on the quarantine group and on nothing else, and the group without rules.
    private var isIsolated: Bool {
        guard let group = around.groupID, around.groupRules.isEmpty else { return false }
        return instance.interfaces.allSatisfy { $0.groups == [group] }
    }

    func arn(_ kind: String, _ id: String) -> String {
        "arn:\(situation.finding.partition):ec2:\(situation.finding.region):\(situation.finding.account):\(kind)/\(id)"
    }

    func call(_ operation: Operation, _ input: JSONValue, on resources: [String] = ["*"]) -> Call {
        situation.call(operation, input, on: resources)
    }

    // MARK: The cut

    /// The groups Quell keeps in a VPC.
    enum Group: String {
        case quarantine = "quell-quarantine"
        case transit = "quell-transit"
    }

    func id(of group: Group) -> JSONValue {
        let known = group == .quarantine ? around.groupID : around.transitID
        return known.map(JSONValue.string) ?? Call.output(group.rawValue)
    }

    private var attachments: Call {
        call(
            EC2.describeNetworkInterfaces,
            ["Filters": [["Name": "attachment.instance-id", "Values": [.string(instance.id)]]]])
    }

    private func interfaces(onto group: Group) -> [Step] {
        instance.interfaces.compactMap { interface in
            let target = id(of: group)
            if target == .array(interface.groups.map(JSONValue.string)) { return nil }
            let isOurs = interface.owner == nil || interface.owner == situation.finding.account.description
            let before: JSONValue = .array(interface.groups.map(JSONValue.string))
            let isSecondMove = action.passesTransit && group == .quarantine
            let resources = [arn("network-interface", interface.id), arn("security-group", "*")]
            func move(_ groups: JSONValue) -> Call {
                call(
                    EC2.modifyNetworkInterfaceAttribute,
                    ["NetworkInterfaceId": .string(interface.id), "Groups": groups], on: resources)
            }
            return Step(
                "\(group == .transit ? "pass" : "isolate")-\(interface.id)",
                group == .transit
                    ? "Put \(interface.id) on \(group.rawValue) for a moment, so that no open connection stays tracked."
                    : "Put \(interface.id) on \(group.rawValue) only; it had \(interface.groups.joined(separator: ", ")).",
                call: move([target]),
                effect: Effect(
                    attachments,
                    select: JSONQuery(
                        stringLiteral: "NetworkInterfaces[?NetworkInterfaceId=='\(interface.id)'].Groups[].GroupId"),
                    before: isSecondMove ? [id(of: .transit)] : before, after: [target]),
                undo: group == .transit
                    ? .kept("The step that isolates the interface restores what it had.") : .call(move(before)),
                requires: group == .quarantine ? [isEmpty] : [], isRequired: isOurs)
        }
    }

    /// The quarantine group has no rule at this moment.
    private var isEmpty: Condition {
        Condition(
            InstanceSurroundings.rules(of: id(of: .quarantine), situation),
            select: "SecurityGroupRules[].SecurityGroupRuleId", equals: [])
    }

    private var proof: [Condition] { [isEmpty] }

    // MARK: What the cut leaves

    private var residualRisk: [String] {
        var risks: [String] = []
        risks.append(
            action.passesTransit
                ? "Connections through a NAT gateway, a Network Load Balancer or PrivateLink are always tracked and may live on."
                : "Connections that were open are tracked and may live on until they are idle; new ones are cut.")
        if let profile = instance.profile {
            risks.append("Credentials of the instance profile \(profile) stay valid wherever they were copied to.")
        }
        risks.append("Security groups do not filter DNS through the VPC resolver or the instance metadata service.")
        if let address = instance.publicAddress {
            risks.append("The public address \(address) stays with the instance.")
        }
        if action.stops, instance.lifecycle == "spot" || instance.rootDeviceType == "instance-store" {
            risks.append("Stopping loses the memory, and the data of instance store volumes.")
        }
        let foreign = instance.interfaces.filter {
            $0.owner != nil && $0.owner != situation.finding.account.description
        }
        risks += foreign.map { "\($0.id) belongs to account \($0.owner ?? ""), which may refuse the change." }
        return risks
    }
}
