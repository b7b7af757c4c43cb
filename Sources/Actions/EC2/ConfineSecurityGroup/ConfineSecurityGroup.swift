package import AWSClient
package import ActionKit
import Findings
import JSON

/// Closes the ingress rules of a security group that let the internet in, and leaves every other rule as it is.
///
/// Openness is arithmetic, not the text `0.0.0.0/0`: for each protocol and port the public addresses of all rules that
/// cover it are counted together, and rules are closed, largest first, until no more are let in than a block of the
/// limit holds. So two halves of the internet, hundreds of smaller blocks, overlapping port ranges, IPv6 and prefix
/// lists are caught, and private ranges never are. Rules that refer to other groups let in no addresses and stay.
///
/// A rule is changed in place to the safe range: one call, no moment without a rule, no rule more for the quota, and
/// its id, description and tags stay. Where the safe range is there already the rule is revoked by its id. An undo
/// gives back every range, description and tag; a rule that had to be revoked has a new id then.
package struct ConfineSecurityGroup: Action {
    package static let manifest = Manifest(
        id: "ec2.confine-security-group",
        summary: "Replaces ingress ranges that reach the internet by safe ones, rule by rule.", phase: .contain,
        harm: .medium,
        reads: [EC2.describeSecurityGroupRules, EC2.describeSecurityGroups, EC2.getManagedPrefixListEntries],
        watches: [EC2.describeSecurityGroupRules],
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
        ], grants: grants, undoGrants: undoGrants)

    let safe: [AddressBlock.Family: AddressBlock]
    let openness: Openness

    package init(_ options: Options) throws(Options.Mistake) {
        openness = try Openness(options)
        var safe: [AddressBlock.Family: AddressBlock] = [:]
        for (family, name) in [(AddressBlock.Family.ipv4, "ipv4"), (.ipv6, "ipv6")] {
            safe[family] = try Self.safe(options, "safe-\(name)", family, limit: openness.limits[family] ?? 0)
        }
        self.safe = safe
    }

    private static func safe(
        _ options: Options, _ name: String, _ family: AddressBlock.Family, limit: UInt128
    ) throws(Options.Mistake) -> AddressBlock {
        let text = options.text(name)
        guard let block = AddressBlock(text), block.family == family else {
            let example = family == .ipv4 ? "172.31.0.0/16" : "fe80::/10"
            throw Options.Mistake(option: name, "\"\(name)\" is \"\(text)\", which is no range such as \(example).")
        }
        guard PublicAddresses.count(in: [block], family) <= limit else {
            throw Options.Mistake(
                option: name, "\"\(name)\" is \(text), which lets in more of the internet than a safe range may.")
        }
        return block
    }

    package func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        guard case .securityGroup(let groupID) = situation.finding.resource.kind else {
            return .leaveAlone(
                .notApplicable, "\(situation.finding.resource) is not a security group; there is nothing to confine.")
        }
        let id = groupID.description
        guard let rules = try await rules(of: id, situation) else {
            return .leaveAlone(.moot, "Security group \(id) is deleted; there is nothing to confine.")
        }
        let lists = try await PrefixLists(of: rules) { (operation, input) throws(AWSError) in
            try await situation.read(operation, input)
        }
        let open = openness.open(rules, lists)
        guard !open.isEmpty else {
            return .leaveAlone(
                .alreadyContained, "No ingress rule of \(id) lets in more public addresses than allowed.")
        }
        let planner = ConfinementPlanner(group: id, safe: safe, rules: rules, open: open, situation: situation)
        return .plan(planner.plan())
    }

    /// nil when the group is gone; a group without rules and a group that is gone list the same.
    private func rules(of group: String, _ situation: Situation) async throws(AWSError) -> [SecurityGroupRule]? {
        do throws(AWSError) {
            let answer = try await situation.reader.read(SecurityGroupRule.call(of: .string(group), situation))
            let rules = try SecurityGroupRule.all(in: answer)
            if rules.isEmpty {
                _ = try await situation.read(EC2.describeSecurityGroups, ["GroupIds": [.string(group)]])
            }
            return rules
        } catch {
            guard error.kind == .notFound else { throw error }
            return nil
        }
    }
}
