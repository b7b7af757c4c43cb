import AWSClient
import ActionKit
import Findings
import JSON

/// Plans the change of each open rule: in place where it can be, by revoking where the safe range is there already.
struct ConfinementPlanner {
    let group: String
    let safe: [AddressBlock.Family: AddressBlock]
    let rules: [SecurityGroupRule]
    /// Ids of the rules to close.
    let open: Set<String>
    let situation: Situation

    /// What EC2 allows once in a group.
    private struct Place: Hashable {
        let traffic: Traffic
        let range: String
    }

    func plan() -> Plan {
        var taken: Set<Place> = []
        for rule in rules where !rule.isEgress && !open.contains(rule.id) {
            taken.insert(Place(traffic: rule.traffic, range: rule.source.description))
        }
        var changes: [Step] = []
        var revocations: [Step] = []
        for rule in rules where open.contains(rule.id) {
            if case .block(let block, let range) = rule.source, let safe = safe[block.family],
                taken.insert(Place(traffic: rule.traffic, range: safe.description)).inserted
            {
                changes.append(change(rule, from: range, to: safe))
            } else {
                revocations.append(revocation(rule))
            }
        }
        // What replaces a rule is there before anything is revoked.
        return Plan(
            action: ConfineSecurityGroup.manifest.id, resource: arn("security-group", group),
            steps: changes + revocations,
            residualRisk: [
                "Connections that were open are tracked and may live on until they are idle; new ones are cut."
            ])
    }

    private func arn(_ kind: String, _ id: String) -> String {
        let finding = situation.finding
        return "arn:\(finding.partition):ec2:\(finding.region):\(finding.account):\(kind)/\(id)"
    }

    private var reading: Call { SecurityGroupRule.call(of: .string(group), situation) }

    // MARK: In place

    private func change(_ rule: SecurityGroupRule, from range: String, to safe: AddressBlock) -> Step {
        let member = safe.family.rangeMember
        func set(_ range: String) -> Call {
            var wanted = rule.ports
            wanted["IpProtocol"] = .string(rule.traffic.ipProtocol)
            wanted[member.description] = .string(range)
            if let description = rule.description { wanted["Description"] = .string(description) }
            return situation.call(
                EC2.modifySecurityGroupRules,
                [
                    "GroupId": .string(group),
                    "SecurityGroupRules": [
                        ["SecurityGroupRuleId": .string(rule.id), "SecurityGroupRule": .object(wanted)]
                    ],
                ], on: [arn("security-group", group), arn("security-group-rule", rule.id)])
        }
        func value(_ range: String) -> JSONValue {
            [["Range": .string(range), "Description": rule.description.map(JSONValue.string) ?? .null]]
        }
        return Step(
            "confine-\(rule.id)", "Change \(rule.id) (\(rule.traffic.words)) from \(range) to \(safe).",
            call: set(safe.description),
            effect: Effect(
                reading,
                select: """
                    SecurityGroupRules[?SecurityGroupRuleId==\(rule.id)]\
                    .{Range: \(member: member), Description: Description}
                    """,
                before: value(range), after: value(safe.description)),
            undo: .call(set(range)))
    }

    // MARK: By revoking

    private func revocation(_ rule: SecurityGroupRule) -> Step {
        let source = rule.source.description
        let isRange = if case .block = rule.source { true } else { false }
        let member = rule.source.member
        let description: JSONValue = rule.description.map(JSONValue.string) ?? .null
        return Step(
            "revoke-\(rule.id)",
            "Revoke \(rule.id) (\(rule.traffic.words) from \(source))\(isRange ? "; the safe range is there" : "").",
            call: situation.call(
                EC2.revokeSecurityGroupIngress,
                ["GroupId": .string(group), "SecurityGroupRuleIds": [.string(rule.id)]],
                on: [arn("security-group", group)]),
            effect: Effect(
                reading,
                // By contents, not by id: a rule that comes back with an undo has another id.
                select: """
                    SecurityGroupRules[?IsEgress==\(JSONValue.bool(false)) && IpProtocol==\(rule.traffic.ipProtocol) \
                    && FromPort==\(rule.fromPort) && ToPort==\(rule.toPort) && \(member: member)==\(source)]\
                    .{Source: \(member: member), Description: Description}
                    """,
                before: [["Source": .string(source), "Description": description]], after: []),
            undo: .call(authorization(of: rule)))
    }

    private func authorization(of rule: SecurityGroupRule) -> Call {
        let (list, name) =
            switch rule.source {
            case .block(let block, _): block.family == .ipv4 ? ("IpRanges", "CidrIp") : ("Ipv6Ranges", "CidrIpv6")
            case .prefixList, .group: ("PrefixListIds", "PrefixListId")
            }
        var source: [String: JSONValue] = [name: .string(rule.source.description)]
        if let description = rule.description { source["Description"] = .string(description) }
        var permission: [String: JSONValue] = rule.traffic.ipProtocol == "-1" ? [:] : rule.ports
        permission["IpProtocol"] = .string(rule.traffic.ipProtocol)
        permission[list] = [.object(source)]
        var input: [String: JSONValue] = ["GroupId": .string(group), "IpPermissions": [.object(permission)]]
        if !rule.tags.isEmpty {
            input["TagSpecifications"] = [["ResourceType": "security-group-rule", "Tags": .array(rule.tags)]]
        }
        let resources = [arn("security-group", group), arn("security-group-rule", "*")]
        return situation.call(
            EC2.authorizeSecurityGroupIngress, .object(input),
            on: rule.tags.isEmpty ? [arn("security-group", group)] : resources)
    }
}

extension SecurityGroupRule {
    /// The ports as members of a request; without what EC2 left out.
    fileprivate var ports: [String: JSONValue] {
        ["FromPort": fromPort, "ToPort": toPort].filter { $0.value != .null }
    }
}

extension SecurityGroupRule.Source {
    /// The member that holds it in an answer.
    fileprivate var member: StaticString {
        switch self {
        case .block(let block, _): block.family.rangeMember
        case .prefixList, .group: "PrefixListId"
        }
    }
}
