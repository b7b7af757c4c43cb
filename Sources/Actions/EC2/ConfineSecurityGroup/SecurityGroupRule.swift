import JSON

/// One rule of a security group, as `DescribeSecurityGroupRules` tells of it.
struct SecurityGroupRule {
    /// What a rule lets in beside addresses: rules of one key differ in their addresses only.
    struct Key: Hashable {
        /// `-1` for all protocols; else a name or a number.
        let ipProtocol: String
        /// Lowest port, or ICMP type; -1 for all.
        let from: Int
        /// Highest port, or ICMP code; -1 for all.
        let to: Int

        /// Whether whatever the other key lets in, this one lets in too.
        func covers(_ other: Key) -> Bool {
            if ipProtocol == "-1" { return true }
            guard ipProtocol == other.ipProtocol else { return false }
            return from == -1 || (from <= other.from && to >= other.to && other.from != -1)
        }

        /// Port numbers in words, such as `tcp 22`.
        var words: String {
            if ipProtocol == "-1" { return "all traffic" }
            if from == -1 { return "all \(ipProtocol)" }
            return from == to ? "\(ipProtocol) \(from)" : "\(ipProtocol) \(from)-\(to)"
        }
    }

    let id: String
    let key: Key
    let description: String?
    /// The range as EC2 spells it; nil for rules on prefix lists and groups.
    let range: String?
    let prefixList: String?
    /// The addresses it lets in; of a prefix list all its entries.
    let blocks: [AddressBlock]

    /// nil for rules that let nothing in from addresses: egress, and references to other groups.
    init?(_ json: JSONValue, prefixLists: [String: [AddressBlock]]) {
        guard let id = json["SecurityGroupRuleId"]?.string, json["IsEgress"]?.bool == false,
            let ipProtocol = json["IpProtocol"]?.string
        else { return nil }
        let range = json["CidrIpv4"]?.string ?? json["CidrIpv6"]?.string
        let prefixList = json["PrefixListId"]?.string
        let blocks = range.flatMap(AddressBlock.init).map { [$0] } ?? prefixList.flatMap { prefixLists[$0] } ?? []
        guard !blocks.isEmpty else { return nil }
        self.id = id
        key = Key(ipProtocol: ipProtocol, from: json["FromPort"]?.int ?? -1, to: json["ToPort"]?.int ?? -1)
        description = json["Description"]?.string
        self.range = range
        self.prefixList = prefixList
        self.blocks = blocks
    }

    func publicAddresses(_ family: AddressBlock.Family) -> UInt128 {
        AddressBlock.publicAddresses(in: blocks, family)
    }
}
