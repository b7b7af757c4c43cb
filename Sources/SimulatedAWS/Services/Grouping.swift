import AWSClient
import JSON

/// EC2's security groups and their rules.
extension World {
    mutating func securityGroup(_ name: String, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        var region = self[account: arrival.account, region: arrival.region]
        let output: JSONValue
        switch name {
        case "DescribeSecurityGroups": return try describeGroups(region, input, arrival)
        case "DescribeSecurityGroupRules": return try describeRules(region, input, arrival)
        case "CreateSecurityGroup": output = try createGroup(&region, input, arrival)
        case "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress":
            output = try authorize(&region, input, isEgress: name.hasSuffix("Egress"), arrival)
        case "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress":
            output = try revoke(&region, input, isEgress: name.hasSuffix("Egress"))
        case "ModifySecurityGroupRules": output = try modifyRules(&region, input)
        default: throw Self.unknown(name)
        }
        self[account: arrival.account, region: arrival.region] = region
        return output
    }

    private func describeGroups(_ region: Region, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        let ids = try Self.wanted(input.texts("GroupIds"), of: region.groups.keys, "InvalidGroup.NotFound")
        var found: [JSONValue] = []
        for id in ids {
            guard let group = region.groups[id] else { continue }
            let isWanted = try input.passes { filter in
                switch filter {
                case "group-id": [id]
                case "group-name": [group.name]
                case "vpc-id": [group.network]
                case "owner-id": [arrival.account]
                default: (region.tags[id] ?? [:]).filtered(filter)
                }
            }
            guard isWanted else { continue }
            found.append([
                "GroupId": .string(id), "GroupName": .string(group.name), "VpcId": .string(group.network),
                "Description": .string(group.description), "OwnerId": .string(arrival.account),
                "Tags": (region.tags[id] ?? [:]).json,
            ])
        }
        return ["SecurityGroups": .array(found)]
    }

    private func describeRules(_ region: Region, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        let asked = input.texts("SecurityGroupRuleIds") ?? []
        var found: [JSONValue] = []
        for (id, group) in region.groups.sorted(by: { $0.key < $1.key }) {
            for (ruleID, rule) in group.rules.sorted(by: { $0.key < $1.key }) {
                guard asked.isEmpty || asked.contains(ruleID) else { continue }
                let isWanted = try input.passes { filter in
                    switch filter {
                    case "group-id": [id]
                    case "security-group-rule-id": [ruleID]
                    default: (region.tags[ruleID] ?? [:]).filtered(filter)
                    }
                }
                guard isWanted else { continue }
                var json = rule.json
                json["SecurityGroupRuleId"] = .string(ruleID)
                json["GroupId"] = .string(id)
                json["GroupOwnerId"] = .string(arrival.account)
                json["Tags"] = (region.tags[ruleID] ?? [:]).json
                found.append(.object(json))
            }
        }
        return ["SecurityGroupRules": .array(found)]
    }

    private mutating func createGroup(
        _ region: inout Region, _ input: Input, _ arrival: Arrival
    ) throws(Refusal) -> JSONValue {
        let (name, network) = (try input.required("GroupName"), try input.required("VpcId"))
        guard let vpc = region.networks[network] else {
            throw Refusal("InvalidVpcID.NotFound", "The vpc ID '\(network)' does not exist")
        }
        guard !region.groups.values.contains(where: { $0.name == name && $0.network == network }) else {
            throw Refusal("InvalidGroup.Duplicate", "The security group '\(name)' already exists for VPC '\(network)'")
        }
        let id = self.id("sg")
        var group = SecurityGroup(name: name, network: network, description: try input.required("Description"))
        // What EC2 gives a new group.
        group.rules[self.id("sgr")] = .init(isEgress: true, "-1", from: -1, to: -1, .ipv4("0.0.0.0/0"))
        if vpc.hasIPv6 { group.rules[self.id("sgr")] = .init(isEgress: true, "-1", from: -1, to: -1, .ipv6("::/0")) }
        region.groups[id] = group
        let tags = Tags(input.list("TagSpecifications").first { $0["ResourceType"] == "security-group" }?["Tags"])
        if !tags.isEmpty { region.tags[id] = tags }
        return ["GroupId": .string(id), "Tags": tags.json]
    }

    private mutating func authorize(
        _ region: inout Region, _ input: Input, isEgress: Bool, _ arrival: Arrival
    ) throws(Refusal) -> JSONValue {
        let (id, group) = try Self.group(region, input)
        let tags = Tags(input.list("TagSpecifications").first?["Tags"])
        var made: [JSONValue] = []
        var rules = group.rules
        for rule in try SecurityGroup.Rule.all(in: input.list("IpPermissions"), isEgress: isEgress) {
            guard !rules.values.contains(where: { $0.key == rule.key }) else {
                throw Refusal("InvalidPermission.Duplicate", "the specified rule already exists")
            }
            guard rules.count < 60 else {
                throw Refusal("RulesPerSecurityGroupLimitExceeded", "The maximum number of rules is reached.")
            }
            let ruleID = self.id("sgr")
            rules[ruleID] = rule
            if !tags.isEmpty { region.tags[ruleID] = tags }
            made.append(
                .object(rule.json.merging(["SecurityGroupRuleId": .string(ruleID), "GroupId": .string(id)]) { $1 }))
        }
        region.groups[id]?.rules = rules
        return ["Return": true, "SecurityGroupRules": .array(made)]
    }

    private func revoke(_ region: inout Region, _ input: Input, isEgress: Bool) throws(Refusal) -> JSONValue {
        let (id, group) = try Self.group(region, input)
        var rules = group.rules
        for ruleID in input.texts("SecurityGroupRuleIds") ?? [] {
            guard let rule = rules[ruleID], rule.isEgress == isEgress else {
                throw Refusal(
                    "InvalidSecurityGroupRuleId.NotFound", "The security group rule ID '\(ruleID)' does not exist")
            }
            rules[ruleID] = nil
        }
        for rule in try SecurityGroup.Rule.all(in: input.list("IpPermissions"), isEgress: isEgress) {
            guard let found = rules.first(where: { $0.value.key == rule.key }) else {
                throw Refusal(
                    "InvalidPermission.NotFound", "The specified rule does not exist in this security group.")
            }
            rules[found.key] = nil
        }
        for gone in Set(group.rules.keys).subtracting(rules.keys) { region.tags[gone] = nil }
        region.groups[id]?.rules = rules
        return ["Return": true]
    }

    private func modifyRules(_ region: inout Region, _ input: Input) throws(Refusal) -> JSONValue {
        let (id, group) = try Self.group(region, input)
        var rules = group.rules
        for update in input.list("SecurityGroupRules") {
            let ruleID = update["SecurityGroupRuleId"]?.string ?? ""
            guard let former = rules[ruleID], let wanted = update["SecurityGroupRule"] else {
                throw Refusal(
                    "InvalidSecurityGroupRuleId.NotFound", "The security group rule ID '\(ruleID)' does not exist")
            }
            let rule = try SecurityGroup.Rule(modified: wanted, isEgress: former.isEgress)
            guard !rules.contains(where: { $0.key != ruleID && $0.value.key == rule.key }) else {
                throw Refusal("InvalidPermission.Duplicate", "the specified rule already exists")
            }
            rules[ruleID] = rule
        }
        region.groups[id]?.rules = rules
        return ["Return": true]
    }

    private static func group(_ region: Region, _ input: Input) throws(Refusal) -> (String, SecurityGroup) {
        let id = try input.required("GroupId")
        guard let group = region.groups[id] else {
            throw Refusal("InvalidGroup.NotFound", "The security group '\(id)' does not exist")
        }
        return (id, group)
    }
}
