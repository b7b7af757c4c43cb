package import AWSClient
package import JSON

/// The entries of every prefix list that rules let in; a list that is gone lets nothing in.
package struct PrefixLists: Sendable {
    private let blocks: [String: [AddressBlock]]

    package init(
        of rules: [SecurityGroupRule], read: (Operation, JSONValue) async throws(AWSError) -> JSONValue
    ) async throws(AWSError) {
        var blocks: [String: [AddressBlock]] = [:]
        for case .prefixList(let list) in rules.filter({ !$0.isEgress }).map(\.source) where blocks[list] == nil {
            do throws(AWSError) {
                let answer = try await read(EC2.getManagedPrefixListEntries, ["PrefixListId": .string(list)])
                blocks[list] = try Self.blocks(of: answer, list)
            } catch {
                guard error.kind == .notFound else { throw error }
                blocks[list] = []
            }
        }
        self.blocks = blocks
    }

    /// The addresses of a rule's source.
    func blocks(of source: SecurityGroupRule.Source) -> [AddressBlock] {
        switch source {
        case .block(let block, _): [block]
        case .prefixList(let list): blocks[list] ?? []
        case .group: []
        }
    }

    private static func blocks(of answer: JSONValue, _ list: String) throws(AWSError) -> [AddressBlock] {
        var blocks: [AddressBlock] = []
        for entry in answer["Entries"]?.array ?? [] {
            guard let block = entry["Cidr"]?.string.flatMap(AddressBlock.init(_:)) else {
                throw AWSError(
                    kind: .unreadableAnswer, operation: EC2.getManagedPrefixListEntries.id,
                    message: "An entry of the prefix list \(list) is no range: \(entry)")
            }
            blocks.append(block)
        }
        return blocks
    }
}
