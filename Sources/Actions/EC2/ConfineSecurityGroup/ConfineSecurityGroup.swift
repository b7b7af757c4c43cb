package import AWSClient
package import ActionKit
import Findings
import JSON

/// Closes the ingress rules of a security group that let the internet in, and leaves every other rule as it is.
///
/// Openness is arithmetic, not the text `0.0.0.0/0`: for each protocol and port the public addresses of all rules that cover
/// it are counted together, and rules are closed, largest first, until no more are let in than a block of the limit holds.
/// So two halves of the internet, hundreds of smaller blocks, IPv6 and prefix lists are caught, and private ranges never are.
///
/// A rule is changed in place to the safe range: one call, no moment without a rule, and its id and description stay. Where
/// the safe range is there already the rule is revoked by its id. An undo gives back every range and description; a rule that
/// had to be revoked has a new id then.
package struct ConfineSecurityGroup: Action {
    package static let manifest = Manifest(
        id: "ec2.confine-security-group",
        summary: "Replaces ingress ranges that reach the internet by safe ones, rule by rule.", phase: .contain,
        harm: .medium, reads: [EC2.describeSecurityGroupRules, EC2.getManagedPrefixListEntries],
        writes: [EC2.modifySecurityGroupRules, EC2.revokeSecurityGroupIngress],
        undos: [EC2.modifySecurityGroupRules, EC2.authorizeSecurityGroupIngress],
        options: [
            Manifest.Option(
                "safe-ipv4", .text, standard: "172.31.0.0/16", "Range that replaces open IPv4 ranges."),
            Manifest.Option("safe-ipv6", .text, standard: "fe80::/10", "Range that replaces open IPv6 ranges."),
            Manifest.Option(
                "widest-ipv4", .integers, standard: [8],
                "Prefix length of the largest block of public IPv4 addresses that may reach a port."),
            Manifest.Option(
                "widest-ipv6", .integers, standard: [32],
                "Prefix length of the largest block of public IPv6 addresses that may reach a port."),
            Manifest.Option(
                "allowed-public-ports", .integers, standard: [],
                "TCP and UDP ports that may be open, such as [80, 443]."),
        ])

    let safe: [AddressBlock.Family: String]
    let limits: [AddressBlock.Family: UInt128]
    let allowedPorts: Set<Int>

    package init(_ options: Options) throws(Options.Mistake) {
        var safe: [AddressBlock.Family: String] = [:]
        var limits: [AddressBlock.Family: UInt128] = [:]
        for (family, name) in [(AddressBlock.Family.ipv4, "ipv4"), (.ipv6, "ipv6")] {
            let text = options.text("safe-\(name)")
            guard let block = AddressBlock(text), block.family == family else {
                throw Options.Mistake(
                    option: "safe-\(name)",
                    "\"safe-\(name)\" is \"\(text)\", which is no range such as 172.31.0.0/16 or fe80::/10.")
            }
            let widest = options.integers("widest-\(name)")
            guard widest.count == 1, (1...family.bits).contains(widest[0]) else {
                throw Options.Mistake(
                    option: "widest-\(name)", "\"widest-\(name)\" must be one prefix length, such as [8].")
            }
            let limit = AddressBlock.size(widest[0], family)
            guard AddressBlock.publicAddresses(in: [block], family) <= limit else {
                throw Options.Mistake(
                    option: "safe-\(name)", "\"safe-\(name)\" \(text) lets in more than \"widest-\(name)\" allows.")
            }
            safe[family] = text
            limits[family] = limit
        }
        self.safe = safe
        self.limits = limits
        allowedPorts = Set(options.integers("allowed-public-ports"))
    }

    package func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        guard case .securityGroup(let id) = situation.finding.resource.kind else {
            return .leaveAlone(
                .notApplicable, "\(situation.finding.resource) is not a security group; there is nothing to confine.")
        }
        let reading = ConfinementPlanner.rules(of: id.description, situation)
        let answer = try await situation.reader.read(reading)
        let listed = answer["SecurityGroupRules"]?.array ?? []
        var prefixLists: [String: [AddressBlock]] = [:]
        for list in Set(listed.compactMap { $0["PrefixListId"]?.string }).sorted() {
            let entries = try await situation.read(EC2.getManagedPrefixListEntries, ["PrefixListId": .string(list)])
            prefixLists[list] = (entries["Entries"]?.array ?? []).compactMap { $0["Cidr"]?.string }
                .compactMap { AddressBlock($0) }
        }
        let rules = listed.compactMap { SecurityGroupRule($0, prefixLists: prefixLists) }
        let open = OpenRules(rules: rules, limits: limits, allowedPorts: allowedPorts)
        guard !open.rules.isEmpty else {
            return .leaveAlone(
                .alreadyContained, "No ingress rule of \(id) lets in more public addresses than allowed.")
        }
        let planner = ConfinementPlanner(
            group: id.description, safe: safe, rules: rules, open: open.rules, answer: answer, situation: situation)
        return .plan(planner.plan())
    }
}
