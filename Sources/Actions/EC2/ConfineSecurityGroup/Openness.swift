package import ActionKit

/// How much of the internet a security group may let in: what is reported and what is confined are judged by it alike.
package struct Openness: Sendable {
    let limits: OpenRules.Limits
    let allowedPorts: Set<Int>

    /// Names of the options that it follows from.
    package static let options = ["widest-ipv4", "widest-ipv6", "allowed-public-ports"]

    /// Takes its part of the options of `ConfineSecurityGroup`.
    package init(_ options: Options) throws(Options.Mistake) {
        limits = [
            .ipv4: try Self.limit(options, "widest-ipv4", .ipv4), .ipv6: try Self.limit(options, "widest-ipv6", .ipv6),
        ]
        let ports = options.integers("allowed-public-ports")
        if let port = ports.first(where: { !(0...65_535).contains($0) }) {
            throw Options.Mistake(
                option: "allowed-public-ports",
                "\"allowed-public-ports\" holds \(port), which is no port. Ports are 0 to 65535.")
        }
        allowedPorts = Set(ports)
    }

    /// Ids of the rules that must be closed.
    package func open(_ rules: [SecurityGroupRule], _ lists: PrefixLists) -> Set<String> {
        OpenRules(rules, limits: limits, allowedPorts: allowedPorts) { lists.blocks(of: $0.source) }.ids
    }

    private static func limit(
        _ options: Options, _ name: String, _ family: AddressBlock.Family
    ) throws(Options.Mistake) -> UInt128 {
        let lengths = options.integers(name)
        guard lengths.count == 1, let length = lengths.first, (1...family.bits).contains(length) else {
            throw Options.Mistake(
                option: name, "\"\(name)\" must be one prefix length from 1 to \(family.bits), such as [8].")
        }
        return AddressBlock.size(length, family)
    }
}
