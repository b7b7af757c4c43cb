/// Finds the rules of a group that let too much of the internet in.
struct OpenRules {
    let rules: [SecurityGroupRule]

    /// Of the rules that reach one protocol and port, the ones that let in most are open until the rest is within the limit.
    init(rules: [SecurityGroupRule], limits: [AddressBlock.Family: UInt128], allowedPorts: Set<Int>) {
        var open: Set<String> = []
        for key in Set(rules.map(\.key)) where !Self.isAllowed(key, allowedPorts) {
            for (family, limit) in limits {
                // A port that may be public does not make a wider rule harmless, so those rules count for nothing here.
                var reaching = rules.filter {
                    $0.key.covers(key) && !open.contains($0.id) && $0.publicAddresses(family) > 0
                }
                .sorted { ($0.publicAddresses(family), $1.id) > ($1.publicAddresses(family), $0.id) }
                while AddressBlock.publicAddresses(in: reaching.flatMap(\.blocks), family) > limit {
                    open.insert(reaching.removeFirst().id)
                }
            }
        }
        self.rules = rules.filter { open.contains($0.id) }
    }

    private static func isAllowed(_ key: SecurityGroupRule.Key, _ ports: Set<Int>) -> Bool {
        ["tcp", "udp"].contains(key.ipProtocol) && key.from >= 0 && key.to - key.from < 1_024
            && (key.from...max(key.from, key.to)).allSatisfy(ports.contains)
    }
}
