import AWSClient
import ActionKit
import JSON

/// A security group that changes and refuses as EC2 does, with its rules as `DescribeSecurityGroupRules` answers them.
struct SecurityGroupModel {
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    static let quota = 60
    private(set) var rules: [JSONValue]
    private var made = 0

    init(_ rules: [JSONValue]) { self.rules = rules }

    var answer: JSONValue { ["SecurityGroupRules": .array(rules)] }

    /// What the rules say, without their ids, which an undo cannot give back.
    var contents: Set<JSONValue> {
        Set(rules.map { .object(($0.object ?? [:]).filter { $0.key != "SecurityGroupRuleId" }) })
    }

    mutating func perform(_ call: Call) throws {
        switch call.operation {
        case EC2.modifySecurityGroupRules.id: try modify(call.input)
        case EC2.revokeSecurityGroupIngress.id: try revoke(call.input)
        case EC2.authorizeSecurityGroupIngress.id: try authorize(call.input)
        default: throw Refusal(description: "\(call.operation) is unknown.")
        }
    }

    private func index(of id: JSONValue?) throws -> Int {
        guard let index = rules.firstIndex(where: { $0["SecurityGroupRuleId"] == id }) else {
            throw Refusal(description: "InvalidSecurityGroupRuleId.NotFound \(id ?? .null)")
        }
        return index
    }

    private mutating func modify(_ input: JSONValue) throws {
        for update in input["SecurityGroupRules"]?.array ?? [] {
            let index = try index(of: update["SecurityGroupRuleId"])
            let old = rules[index].object ?? [:]
            let wanted = update["SecurityGroupRule"]?.object ?? [:]
            for member in ["CidrIpv4", "CidrIpv6"] where (old[member] == nil) != (wanted[member] == nil) {
                throw Refusal(description: "InvalidParameterValue: the kind of a rule's source cannot be changed.")
            }
            let kept = old.filter { ["SecurityGroupRuleId", "IsEgress", "Tags"].contains($0.key) }
            rules.remove(at: index)
            try insert(.object(kept.merging(wanted) { $1 }), at: index)
        }
    }

    private mutating func revoke(_ input: JSONValue) throws {
        for id in input["SecurityGroupRuleIds"]?.array ?? [] { rules.remove(at: try index(of: id)) }
    }

    private mutating func authorize(_ input: JSONValue) throws {
        for permission in input["IpPermissions"]?.array ?? [] {
            for (list, member, name) in [
                ("IpRanges", "CidrIp", "CidrIpv4"), ("Ipv6Ranges", "CidrIpv6", "CidrIpv6"),
                ("PrefixListIds", "PrefixListId", "PrefixListId"),
            ] {
                for source in permission[list]?.array ?? [] {
                    made += 1
                    var rule: [String: JSONValue] = [
                        "SecurityGroupRuleId": .string("sgr-new\(made)"), "IsEgress": false,
                        "FromPort": permission["FromPort"] ?? -1, "ToPort": permission["ToPort"] ?? -1,
                    ]
                    rule["IpProtocol"] = permission["IpProtocol"]
                    rule[name] = source[member]
                    rule["Description"] = source["Description"]
                    rule["Tags"] = input["TagSpecifications"]?.array?.first?["Tags"]
                    try insert(.object(rule), at: rules.count)
                }
            }
        }
    }

    private mutating func insert(_ rule: JSONValue, at index: Int) throws {
        func place(_ rule: JSONValue) -> [JSONValue?] {
            ["IsEgress", "IpProtocol", "FromPort", "ToPort", "CidrIpv4", "CidrIpv6", "PrefixListId"].map { rule[$0] }
        }
        if rules.contains(where: { place($0) == place(rule) }) {
            throw Refusal(description: "InvalidPermission.Duplicate: \(rule)")
        }
        if rules.count >= Self.quota { throw Refusal(description: "RulesPerSecurityGroupLimitExceeded") }
        rules.insert(rule, at: index)
    }
}
