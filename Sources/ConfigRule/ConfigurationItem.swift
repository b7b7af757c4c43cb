import Actions
import JSON

/// What AWS Config recorded of one resource at one time.
struct ConfigurationItem {
    enum Status: String, CaseIterable {
        case ok = "OK"
        case discovered = "ResourceDiscovered"
        case notRecorded = "ResourceNotRecorded"
        case deleted = "ResourceDeleted"
        case deletedNotRecorded = "ResourceDeletedNotRecorded"

        /// Whether there is a resource whose configuration was recorded.
        var isRecorded: Bool {
            switch self {
            case .ok, .discovered: true
            case .notRecorded, .deleted, .deletedNotRecorded: false
            }
        }
    }

    static let securityGroup = "AWS::EC2::SecurityGroup"

    let resourceType: String
    let resourceID: String
    let captureTime: String
    let status: Status
    private let part: EventPart

    /// Reads an item, or the summary of one that is too large for a notification.
    init(_ part: EventPart) throws(ConfigRuleError) {
        resourceType = try part.requiredText("resourceType")
        resourceID = try part.requiredText("resourceId")
        captureTime = try part.requiredTime("configurationItemCaptureTime")
        let word = try part.requiredText("configurationItemStatus")
        guard let status = Status(rawValue: word) else {
            let known = Status.allCases.map(\.rawValue).joined(separator: ", ")
            throw part.wrong("configurationItemStatus", .string(word), "one of \(known)")
        }
        self.status = status
        self.part = part
    }

    /// The ingress rules of a security group.
    ///
    /// What cannot be read is an error: it may be the rule that lets everything in.
    func ingressRules() throws(ConfigRuleError) -> [SecurityGroupRule] {
        let configuration: EventPart
        // A notification holds the configuration, the history holds the text of it.
        if let text = part["configuration"]?.string {
            configuration = try EventPart(parsing: text, "\(part.place).configuration")
        } else {
            configuration = try part.part("configuration")
        }
        guard configuration["ipPermissions"] != nil else { throw configuration.missing("ipPermissions", "a list") }
        var rules: [SecurityGroupRule] = []
        for (index, json) in try configuration.list("ipPermissions").enumerated() {
            rules += try Self.rules(EventPart(json, "\(configuration.place).ipPermissions[\(index)]"), index)
        }
        return rules
    }

    /// One rule for each source of a permission.
    private static func rules(_ permission: EventPart, _ index: Int) throws(ConfigRuleError) -> [SecurityGroupRule] {
        let name = try permission.requiredText("ipProtocol")
        guard
            let traffic = Traffic(
                name, from: try permission.integer("fromPort"), to: try permission.integer("toPort"))
        else { throw ConfigRuleError(.malformed, "\(permission.place) holds ports that do not exist.") }
        var rules: [SecurityGroupRule] = []
        for source in try sources(permission) {
            let id = "\(index)/\(source)"
            // AWS Config lists IPv4 ranges twice, with descriptions and without.
            if rules.contains(where: { $0.id == id }) { continue }
            rules.append(SecurityGroupRule(ingress: id, traffic, from: source))
        }
        return rules
    }

    private static func sources(_ permission: EventPart) throws(ConfigRuleError) -> [SecurityGroupRule.Source] {
        var sources: [SecurityGroupRule.Source] = []
        for (list, member) in [("ipv4Ranges", "cidrIp"), ("ipRanges", "cidrIp"), ("ipv6Ranges", "cidrIpv6")] {
            for element in try permission.list(list) {
                guard let text = element.string ?? element[member]?.string, let block = AddressBlock(text) else {
                    throw permission.wrong(list, element, "a list of ranges such as 172.31.0.0/16")
                }
                sources.append(.block(block, spelled: text))
            }
        }
        for element in try permission.list("prefixListIds") {
            guard let text = element.string ?? element["prefixListId"]?.string else {
                throw permission.wrong("prefixListIds", element, "a list of prefix lists")
            }
            sources.append(.prefixList(text))
        }
        return sources
    }
}
