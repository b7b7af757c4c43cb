import AWSClient
import ActionKit
import Findings
import JSON

/// The groups that isolation uses: made when they are not there, and made to be what they must be.
extension IsolationPlanner {
    /// Steps after which the quarantine group is there and has no rule.
    var quarantineGroup: [Step] {
        guard around.groups.quarantineID == nil else { return cleaning }
        let made = creation(IsolationGroups.quarantine, "Empty on purpose: isolated instances. Do not edit.")
        let hasIPv6 = around.groups.network?.hasIPv6 ?? true
        return [made, standardEgress(.ipv4)] + (hasIPv6 ? [standardEgress(.ipv6)] : [])
    }

    /// A group of one name can be made once in a VPC, so that a repeated or concurrent step finds the group instead.
    private func creation(_ name: String, _ purpose: JSONValue, isRequired: Bool = true) -> Step {
        Step(
            "create-\(name)", "Create the security group \(name) in \(instance.vpc).",
            call: call(
                EC2.createSecurityGroup,
                [
                    "GroupName": .string(name), "Description": purpose, "VpcId": .string(instance.vpc),
                    "TagSpecifications": [
                        ["ResourceType": "security-group", "Tags": [["Key": "quell:purpose", "Value": .string(name)]]]
                    ],
                ], on: [arn("security-group", "*"), arn("vpc", instance.vpc)]),
            effect: Effect(
                IsolationGroups.call(of: instance.vpc, situation),
                select: "SecurityGroups[?GroupName==\(name)].GroupName", before: [], after: [.string(name)]),
            undo: .kept("The group costs nothing and serves the next isolation in this VPC."),
            outputs: [name: "SecurityGroups[?GroupName==\(name)].GroupId | [0]"], isRequired: isRequired)
    }

    /// A new group lets everything out: EC2 gives it one rule for IPv4, and one for IPv6 in a VPC that has IPv6.
    private func standardEgress(_ family: AddressBlock.Family) -> Step {
        let range = family.everything
        return Step(
            "empty-egress-\(family)", "Revoke the rule that lets \(IsolationGroups.quarantine) out to \(range).",
            call: call(
                EC2.revokeSecurityGroupEgress,
                ["GroupId": quarantineID, "IpPermissions": [family.everythingPermission]],
                on: [arn("security-group", "*")]),
            effect: Effect(
                SecurityGroupRule.call(of: quarantineID, situation),
                select: "SecurityGroupRules[?\(member: family.rangeMember)==\(range)].\(member: family.rangeMember)",
                before: [.string(range)], after: []),
            undo: .kept("The group must stay empty."))
    }

    /// Somebody has put rules into the quarantine group: each is revoked by its id.
    private var cleaning: [Step] {
        around.groups.quarantineRules.compactMap { rule in
            guard let id = rule["SecurityGroupRuleId"]?.string, let group = around.groups.quarantineID else {
                return nil
            }
            let isEgress = rule["IsEgress"]?.bool ?? false
            return Step(
                "empty-\(id)", "Revoke \(id), a rule that somebody put into \(IsolationGroups.quarantine).",
                call: call(
                    isEgress ? EC2.revokeSecurityGroupEgress : EC2.revokeSecurityGroupIngress,
                    ["GroupId": .string(group), "SecurityGroupRuleIds": [.string(id)]],
                    on: [arn("security-group", group)]),
                effect: Effect(
                    SecurityGroupRule.call(of: quarantineID, situation),
                    select: "SecurityGroupRules[?SecurityGroupRuleId==\(id)].SecurityGroupRuleId",
                    before: [.string(id)], after: []),
                undo: .kept("The group must stay empty."))
        }
    }

    // MARK: Cutting what is tracked

    private var transitID: JSONValue {
        around.groups.transitID.map(JSONValue.string) ?? Call.output(IsolationGroups.transit)
    }

    /// Passes every interface through the transit group and back.
    ///
    /// Flows stop to be tracked on a group that lets everything through both ways, and untracked flows are cut by the
    /// next change. Comes after the isolation and is optional but for the way back, so that it can only add to it.
    var flush: [Step] {
        let own = moved.filter { !isForeign($0) }
        guard !own.isEmpty else { return [] }
        var steps: [Step] = []
        if around.groups.transitID == nil {
            let purpose: JSONValue = "Lets everything through; used by Quell for a moment. Do not use."
            steps.append(creation(IsolationGroups.transit, purpose, isRequired: false))
        }
        let families: [AddressBlock.Family] = around.groups.network?.hasIPv6 ?? true ? [.ipv4, .ipv6] : [.ipv4]
        for family in families {
            steps += [opening(family, isEgress: false), opening(family, isEgress: true)].compactMap(\.self)
        }
        return steps + own.flatMap { [pass($0), comeBack($0)] }
    }

    /// nil where the transit group lets everything through already; a new group lets everything out.
    private func opening(_ family: AddressBlock.Family, isEgress: Bool) -> Step? {
        let member = family.rangeMember
        let select: JSONQuery = """
            SecurityGroupRules[?IsEgress==\(JSONValue.bool(isEgress)) && IpProtocol==\("-1") \
            && \(member: member)==\(family.everything)].\(member: member)
            """
        let isNew = around.groups.transitID == nil
        guard isNew ? !isEgress : select(around.groups.transitRules).array?.isEmpty ?? true else { return nil }
        let direction = isEgress ? "out to" : "in from"
        return Step(
            "open-transit-\(isEgress ? "out" : "in")-\(family)",
            "Let everything \(direction) \(family.everything) on \(IsolationGroups.transit).",
            call: call(
                isEgress ? EC2.authorizeSecurityGroupEgress : EC2.authorizeSecurityGroupIngress,
                ["GroupId": transitID, "IpPermissions": [family.everythingPermission]],
                on: [arn("security-group", around.groups.transitID ?? "*")]),
            effect: Effect(
                SecurityGroupRule.call(of: transitID, situation), select: select, before: [],
                after: [.string(family.everything)]),
            undo: .kept("The group is used for moments only."), isRequired: false)
    }

    private func pass(_ interface: NetworkInterface) -> Step {
        Step(
            "pass-\(interface.id)",
            "Put \(interface.id) on \(IsolationGroups.transit) for a moment, so that no open connection stays tracked.",
            call: move(interface, to: [transitID]),
            effect: Effect(
                attachments, select: groups(of: interface), before: [quarantineID], after: [transitID], patience: 10),
            undo: .kept("The step that isolates the interface restores what it had."), requires: [isEmpty],
            isRequired: false)
    }

    /// Requires nothing: whatever the quarantine group holds by now, the transit group is worse.
    private func comeBack(_ interface: NetworkInterface) -> Step {
        Step(
            "return-\(interface.id)", "Put \(interface.id) back on \(IsolationGroups.quarantine) only.",
            call: move(interface, to: [quarantineID]),
            effect: Effect(
                attachments, select: groups(of: interface), before: [transitID], after: [quarantineID]),
            undo: .kept("The step that isolates the interface restores what it had."))
    }
}

extension AddressBlock.Family {
    /// The range of all its addresses.
    fileprivate var everything: String { self == .ipv4 ? "0.0.0.0/0" : "::/0" }

    /// All traffic from or to all its addresses.
    fileprivate var everythingPermission: JSONValue {
        switch self {
        case .ipv4: ["IpProtocol": "-1", "IpRanges": [["CidrIp": .string(everything)]]]
        case .ipv6: ["IpProtocol": "-1", "Ipv6Ranges": [["CidrIpv6": .string(everything)]]]
        }
    }
}
