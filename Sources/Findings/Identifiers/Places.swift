import JSON

/// An AWS account: 12 digits.
package typealias AccountID = Identifier<AccountIDShape>
/// An AWS Region, such as `eu-central-1` or `us-gov-west-1`.
package typealias Region = Identifier<RegionShape>
/// A group of Regions with one set of credentials, such as `aws` or `aws-cn`.
package typealias Partition = Identifier<PartitionShape>

package enum AccountIDShape: IdentifierShape {
    package static let words = "12 digits"
    package static func accepts(_ text: [UInt8]) -> Bool { text.count == 12 && text.allSatisfy(\.isDigit) }
}

package enum RegionShape: IdentifierShape {
    package static let words = "a Region such as eu-central-1"

    /// Letters, one or more words of letters, and a number of one or two digits, joined by dashes.
    package static func accepts(_ text: [UInt8]) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard text.count <= 32, parts.count >= 3, let first = parts.first, let last = parts.last else { return false }
        return (2...4).contains(first.count) && (1...2).contains(last.count) && last.allSatisfy(\.isDigit)
            && parts.dropLast().allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isLower) }
    }
}

package enum PartitionShape: IdentifierShape {
    package static let words = "a partition such as aws or aws-cn"
    package static func accepts(_ text: [UInt8]) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return text.count <= 16 && parts.first.map(Array.init) == Array("aws".utf8)
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isLower) }
    }
}
