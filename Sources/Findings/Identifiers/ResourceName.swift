import JSON

/// An Amazon Resource Name, taken apart.
struct ResourceName: Hashable, Sendable, CustomStringConvertible {
    let description: String
    let partition: Partition
    let service: String
    /// Empty for services without Regions.
    let region: String
    /// Empty for resources without an account in their name, such as buckets.
    let account: String
    /// Everything after the account, such as `instance/i-0123456789abcdef0`.
    let resource: String

    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard text.utf8.count <= 2048, text.utf8.allSatisfy(\.isVisible), parts.count == 6, parts[0] == "arn",
            let partition = Partition(parts[1]), !parts[2].isEmpty, !parts[5].isEmpty
        else { return nil }
        description = text
        self.partition = partition
        (service, region, account, resource) = (parts[2], parts[3], parts[4], parts[5])
    }
}
