import AWSClient
import ActionKit
import Findings
import JSON

/// The two security groups Quell keeps in a VPC, as they are now.
struct IsolationGroups {
    static let quarantine = "quell-quarantine"
    static let transit = "quell-transit"

    /// The network a group would be made in; read only where one may have to be made or opened.
    struct Network {
        let hasIPv6: Bool
        /// The account that owns the VPC.
        let owner: String
    }

    /// nil while the group is still to be made.
    let quarantineID: String?
    let quarantineRules: [JSONValue]
    let transitID: String?
    /// The answer that lists the rules of the transit group; null while it is still to be made.
    let transitRules: JSONValue
    let network: Network?

    /// `mayOpen` is whether flows are to be cut by the transit group.
    init(vpc: String, mayOpen: Bool, hasIPv6: Bool, _ situation: Situation) async throws(AWSError) {
        let answer = try await situation.reader.read(Self.call(of: vpc, situation))
        func id(_ name: String) -> String? {
            answer["SecurityGroups"]?.array?.first { $0["GroupName"]?.string == name }?["GroupId"]?.string
        }
        quarantineID = id(Self.quarantine)
        transitID = id(Self.transit)
        var quarantineRules: [JSONValue] = []
        if let quarantineID {
            let rules = try await situation.reader.read(SecurityGroupRule.call(of: .string(quarantineID), situation))
            quarantineRules = rules["SecurityGroupRules"]?.array ?? []
        }
        self.quarantineRules = quarantineRules
        var transitRules: JSONValue = .null
        if mayOpen, let transitID {
            transitRules = try await situation.reader.read(SecurityGroupRule.call(of: .string(transitID), situation))
        }
        self.transitRules = transitRules
        var network: Network?
        if quarantineID == nil || mayOpen {
            let vpcs = try await situation.read(EC2.describeVpcs, ["VpcIds": [.string(vpc)]])
            let json = vpcs["Vpcs"]?.array?.first
            let ranges = json?["Ipv6CidrBlockAssociationSet"]?.array ?? []
            network = Network(hasIPv6: hasIPv6 || !ranges.isEmpty, owner: json?["OwnerId"]?.string ?? "")
        }
        self.network = network
    }

    /// Lists both groups; one call tells whether they are there and, later, that they were made.
    ///
    /// A group of the same
    /// name that another account shares is not ours to empty.
    static func call(of vpc: String, _ situation: Situation) -> Call {
        func filter(_ name: JSONValue, _ values: String...) -> JSONValue {
            ["Name": name, "Values": .array(values.map(JSONValue.string))]
        }
        return situation.call(
            EC2.describeSecurityGroups,
            [
                "Filters": [
                    filter("vpc-id", vpc), filter("group-name", quarantine, transit),
                    filter("owner-id", situation.finding.account.description),
                ]
            ])
    }
}
