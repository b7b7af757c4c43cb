package import AWSClient
import ActionKit
package import JSON

/// One rule of a security group, as `DescribeSecurityGroupRules` tells of it.
package struct SecurityGroupRule: Hashable, Sendable {
    /// Where its traffic comes from or goes to.
    package enum Source: Hashable, Sendable {
        /// A block, and its text as EC2 answers it.
        case block(AddressBlock, spelled: String)
        case prefixList(String)
        /// Another security group, which holds no addresses of its own.
        case group
    }

    package let id: String
    package let isEgress: Bool
    package let traffic: Traffic
    package let source: Source
    let description: String?
    /// As EC2 answers it, to be compared and sent as it is; null where EC2 leaves it out.
    let fromPort: JSONValue
    let toPort: JSONValue
    /// Tags of customers; AWS's own cannot be given again.
    let tags: [JSONValue]

    /// A rule that lets in, known by what it says only: enough to judge it, not to change it.
    package init(ingress id: String, _ traffic: Traffic, from source: Source) {
        self.id = id
        isEgress = false
        self.traffic = traffic
        self.source = source
        description = nil
        fromPort = .null
        toPort = .null
        tags = []
    }

    /// Reads the rules of one group.
    static func call(of group: JSONValue, _ situation: Situation) -> Call {
        situation.call(EC2.describeSecurityGroupRules, ["Filters": [["Name": "group-id", "Values": [group]]]])
    }

    /// Every rule in an answer.
    ///
    /// A rule that cannot be read is an error: it may be the one that lets everything in.
    package static func all(in answer: JSONValue) throws(AWSError) -> [SecurityGroupRule] {
        var rules: [SecurityGroupRule] = []
        for json in answer["SecurityGroupRules"]?.array ?? [] {
            guard let rule = SecurityGroupRule(json) else {
                throw AWSError(
                    kind: .unreadableAnswer, operation: EC2.describeSecurityGroupRules.id,
                    message: "A security group rule cannot be read: \(json)")
            }
            rules.append(rule)
        }
        return rules
    }

    private init?(_ json: JSONValue) {
        guard let id = json["SecurityGroupRuleId"]?.string, let isEgress = json["IsEgress"]?.bool,
            let ipProtocol = json["IpProtocol"]?.string, let source = Source(json)
        else { return nil }
        self.id = id
        self.isEgress = isEgress
        self.source = source
        description = json["Description"]?.string
        fromPort = json["FromPort"] ?? .null
        toPort = json["ToPort"] ?? .null
        tags = (json["Tags"]?.array ?? []).filter { $0["Key"]?.string?.hasPrefix("aws:") == false }
        let ports = [fromPort, toPort].map { $0 == .null ? nil : $0.int ?? .max }
        guard let traffic = Traffic(ipProtocol, from: ports[0], to: ports[1]) else { return nil }
        self.traffic = traffic
    }
}

extension SecurityGroupRule.Source {
    fileprivate init?(_ json: JSONValue) {
        if let range = json["CidrIpv4"]?.string ?? json["CidrIpv6"]?.string {
            guard let block = AddressBlock(range) else { return nil }
            self = .block(block, spelled: range)
        } else if let list = json["PrefixListId"]?.string {
            self = .prefixList(list)
        } else if json["ReferencedGroupInfo"] != nil {
            self = .group
        } else {
            return nil
        }
    }
}

extension SecurityGroupRule.Source: CustomStringConvertible {
    package var description: String {
        switch self {
        case .block(_, let text): text
        case .prefixList(let list): list
        case .group: "a group"
        }
    }
}

extension AddressBlock.Family {
    /// The member that holds a range of the family in an answer.
    var rangeMember: StaticString { self == .ipv4 ? "CidrIpv4" : "CidrIpv6" }
}
