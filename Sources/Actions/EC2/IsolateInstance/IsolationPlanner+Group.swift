import AWSClient
import ActionKit
import Findings
import JSON

/// The groups that isolation uses: made when they are not there, and made to be what they must be.
extension IsolationPlanner {
    /// Steps that find the group made and, for quarantine, empty; for transit, open in both directions.
    func group(_ group: Group) -> [Step] {
        let isKnown = (group == .quarantine ? around.groupID : around.transitID) != nil
        switch group {
        case .quarantine: return isKnown ? cleaning : [creation(group)] + standardEgress
        case .transit:
            let opening = around.transitRules.isEmpty || !isKnown ? self.opening(isNew: !isKnown) : []
            return (isKnown ? [] : [creation(group)]) + opening
        }
    }

    private func creation(_ group: Group) -> Step {
        let purpose =
            group == .quarantine
            ? "Empty on purpose: isolated instances. Do not edit." : "Used for a moment by Quell. Do not use."
        return Step(
            "create-\(group.rawValue)", "Create the security group \(group.rawValue) in \(instance.vpc).",
            call: call(
                EC2.createSecurityGroup,
                [
                    "GroupName": .string(group.rawValue), "Description": .string(purpose),
                    "VpcId": .string(instance.vpc),
                    "TagSpecifications": [
                        [
                            "ResourceType": "security-group",
                            "Tags": [["Key": "quell:purpose", "Value": .string(group.rawValue)]],
                        ]
                    ],
                ], on: [arn("security-group", "*"), arn("vpc", instance.vpc)]),
            effect: Effect(
                InstanceSurroundings.groups(of: instance.vpc, situation),
                select: JSONQuery(stringLiteral: "SecurityGroups[?GroupName=='\(group.rawValue)'].GroupName"),
                before: [], after: [.string(group.rawValue)]),
            undo: .kept("The group costs nothing and serves the next isolation in this VPC."),
            outputs: [
                group.rawValue: JSONQuery(
                    stringLiteral: "SecurityGroups[?GroupName=='\(group.rawValue)'].GroupId | [0]")
            ])
    }

    /// A new group lets everything out: EC2 gives it one rule for IPv4, and one for IPv6 in a VPC that has IPv6.
    private var standardEgress: [Step] {
        [
            ("ipv4", "0.0.0.0/0", "IpRanges", "CidrIp", "CidrIpv4"),
            ("ipv6", "::/0", "Ipv6Ranges", "CidrIpv6", "CidrIpv6"),
        ]
        .map { name, range, list, member, field in
            Step(
                "empty-egress-\(name)", "Revoke the rule that lets \(Group.quarantine.rawValue) out to \(range).",
                call: call(
                    EC2.revokeSecurityGroupEgress,
                    [
                        "GroupId": id(of: .quarantine),
                        "IpPermissions": [.object(["IpProtocol": "-1", list: [.object([member: .string(range)])]])],
                    ], on: [arn("security-group", "*")]),
                effect: Effect(
                    InstanceSurroundings.rules(of: id(of: .quarantine), situation),
                    select: JSONQuery(stringLiteral: "SecurityGroupRules[?\(field)=='\(range)'].\(field)"),
                    before: [.string(range)], after: []),
                undo: .kept("The group must stay empty."))
        }
    }

    /// Somebody has put rules into the quarantine group: each is revoked by its id.
    private var cleaning: [Step] {
        around.groupRules.compactMap { rule in
            guard let id = rule["SecurityGroupRuleId"]?.string else { return nil }
            let isEgress = rule["IsEgress"]?.bool ?? false
            return Step(
                "empty-\(id)", "Revoke \(id), a rule that somebody put into \(Group.quarantine.rawValue).",
                call: call(
                    isEgress ? EC2.revokeSecurityGroupEgress : EC2.revokeSecurityGroupIngress,
                    ["GroupId": self.id(of: .quarantine), "SecurityGroupRuleIds": [.string(id)]],
                    on: [arn("security-group", around.groupID ?? "*")]),
                effect: Effect(
                    InstanceSurroundings.rules(of: self.id(of: .quarantine), situation),
                    select: JSONQuery(
                        stringLiteral: "SecurityGroupRules[?SecurityGroupRuleId=='\(id)'].SecurityGroupRuleId"),
                    before: [.string(id)], after: []),
                undo: .kept("The group must stay empty."))
        }
    }

    /// Flows are untracked only where everything is allowed in both directions; a new group lets everything out already.
    private func opening(isNew: Bool) -> [Step] {
        let everything: JSONValue = [
            ["IpProtocol": "-1", "IpRanges": [["CidrIp": "0.0.0.0/0"]]]
        ]
        func step(_ direction: String, _ operation: Operation, isEgress: Bool) -> Step {
            Step(
                "open-transit-\(direction)", "Let everything \(direction) on \(Group.transit.rawValue).",
                call: call(
                    operation, ["GroupId": id(of: .transit), "IpPermissions": everything],
                    on: [arn("security-group", "*")]),
                effect: Effect(
                    InstanceSurroundings.rules(of: id(of: .transit), situation),
                    select: isEgress
                        ? "SecurityGroupRules[?CidrIpv4=='0.0.0.0/0' && IsEgress==`true`].CidrIpv4"
                        : "SecurityGroupRules[?CidrIpv4=='0.0.0.0/0' && IsEgress==`false`].CidrIpv4",
                    before: [], after: ["0.0.0.0/0"]),
                undo: .kept("The group is used for moments only."))
        }
        let ingress = step("in", EC2.authorizeSecurityGroupIngress, isEgress: false)
        return isNew ? [ingress] : [ingress, step("out", EC2.authorizeSecurityGroupEgress, isEgress: true)]
    }
}
