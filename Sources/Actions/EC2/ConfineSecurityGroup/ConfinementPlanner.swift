import AWSClient
import ActionKit
import Findings
import JSON

/// Plans the change of each open rule: in place where it can be, by revoking where the safe range is there already.
struct ConfinementPlanner {
    let group: String
    let safe: [AddressBlock.Family: String]
    let rules: [SecurityGroupRule]
    let open: [SecurityGroupRule]
    /// The answer the rules were read from.
    let answer: JSONValue
    let situation: Situation

    static func rules(of group: String, _ situation: Situation) -> Call {
        situation.call(
            EC2.describeSecurityGroupRules, ["Filters": [["Name": "group-id", "Values": [.string(group)]]]])
    }

    func plan() -> Plan {
        var taken: Set<[String]> = []
        let isOpen = Set(open.map(\.id))
        for rule in rules where !isOpen.contains(rule.id) {
            if let range = rule.range { taken.insert(place(rule, range)) }
        }
        let steps = open.map { rule in
            guard let range = rule.range, let family = rule.blocks.first?.family, let safe = safe[family],
                taken.insert(place(rule, safe)).inserted
            else { return revocation(rule) }
            return change(rule, from: range, to: safe, family)
        }
        return Plan(
            action: ConfineSecurityGroup.manifest.id, resource: groupARN, steps: steps,
            residualRisk: [
                "Connections that were open are tracked and may live on until they are idle; new ones are cut."
            ])
    }

    private func place(_ rule: SecurityGroupRule, _ range: String) -> [String] { [rule.key.words, range] }

    private var groupARN: String {
        let finding = situation.finding
        return "arn:\(finding.partition):ec2:\(finding.region):\(finding.account):security-group/\(group)"
    }

    private func ruleARN(_ rule: SecurityGroupRule) -> String {
        let finding = situation.finding
        return "arn:\(finding.partition):ec2:\(finding.region):\(finding.account):security-group-rule/\(rule.id)"
    }

    // MARK: In place

    private func change(
        _ rule: SecurityGroupRule, from range: String, to safe: String, _ family: AddressBlock.Family
    ) -> Step {
        let member = family == .ipv4 ? "CidrIpv4" : "CidrIpv6"
        func set(_ range: String) -> Call {
            var wanted: [String: JSONValue] = [
                "IpProtocol": .string(rule.key.ipProtocol), "FromPort": .number("\(rule.key.from)"),
                "ToPort": .number("\(rule.key.to)"), member: .string(range),
            ]
            if let description = rule.description { wanted["Description"] = .string(description) }
            return situation.call(
                EC2.modifySecurityGroupRules,
                [
                    "GroupId": .string(group),
                    "SecurityGroupRules": [
                        ["SecurityGroupRuleId": .string(rule.id), "SecurityGroupRule": .object(wanted)]
                    ],
                ], on: [groupARN, ruleARN(rule)])
        }
        let description: JSONValue = rule.description.map(JSONValue.string) ?? .null
        return Step(
            "confine-\(rule.id)", "Change \(rule.id) (\(rule.key.words)) from \(range) to \(safe).", call: set(safe),
            effect: Effect(
                Self.rules(of: group, situation),
                select: JSONQuery(
                    stringLiteral:
                        "SecurityGroupRules[?SecurityGroupRuleId=='\(rule.id)'].{Range: \(member), Description: Description}"
                ),
                before: [["Range": .string(range), "Description": description]],
                after: [["Range": .string(safe), "Description": description]]),
            undo: .call(set(range)))
    }

    // MARK: By revoking

    private func revocation(_ rule: SecurityGroupRule) -> Step {
        let (member, list, item) =
            if rule.prefixList != nil {
                ("PrefixListId", "PrefixListIds", "PrefixListId")
            } else if rule.blocks.first?.family == .ipv4 {
                ("CidrIpv4", "IpRanges", "CidrIp")
            } else {
                ("CidrIpv6", "Ipv6Ranges", "CidrIpv6")
            }
        let range = rule.range ?? rule.prefixList ?? ""
        var source: [String: JSONValue] = [item: .string(range)]
        if let description = rule.description { source["Description"] = .string(description) }
        var permission: [String: JSONValue] = ["IpProtocol": .string(rule.key.ipProtocol), list: [.object(source)]]
        if rule.key.ipProtocol != "-1" {
            permission["FromPort"] = .number("\(rule.key.from)")
            permission["ToPort"] = .number("\(rule.key.to)")
        }
        // By contents, not by id: a rule that comes back with an undo has another id.
        let select = JSONQuery(
            stringLiteral:
                "SecurityGroupRules[?IsEgress==`false` && IpProtocol=='\(rule.key.ipProtocol)' && FromPort==`\(rule.key.from)`"
                + " && ToPort==`\(rule.key.to)` && \(member)=='\(range)'].{Range: \(member), Description: Description}")
        return Step(
            "revoke-\(rule.id)",
            "Revoke \(rule.id) (\(rule.key.words) from \(range))\(rule.prefixList == nil ? "; the safe range is there" : "").",
            call: situation.call(
                EC2.revokeSecurityGroupIngress,
                ["GroupId": .string(group), "SecurityGroupRuleIds": [.string(rule.id)]], on: [groupARN]),
            effect: Effect(Self.rules(of: group, situation), select: select, before: select(answer), after: []),
            undo: .call(
                situation.call(
                    EC2.authorizeSecurityGroupIngress,
                    ["GroupId": .string(group), "IpPermissions": [.object(permission)]], on: [groupARN])))
    }
}
