/// A text that has the shape of what it names: made only from texts that do, so that an id from an event can enter a
/// request, an ARN or a filter without being looked at again.
package protocol Identifier: Hashable, Sendable, CustomStringConvertible {
    init?(_ text: String)
}

extension String {
    /// Whether the text has a length in the range and only the characters allowed.
    func has(_ count: ClosedRange<Int>, of isAllowed: (UInt8) -> Bool) -> Bool {
        count.contains(utf8.count) && utf8.allSatisfy(isAllowed)
    }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isLowerHex: Bool { isDigit || (0x61...0x66).contains(self) }
    var isLower: Bool { (0x61...0x7A).contains(self) }
    var isAlphanumeric: Bool { isDigit || (0x61...0x7A).contains(self | 0x20) }
}

/// Number of an AWS account: 12 digits.
package struct AccountID: Identifier {
    package let description: String

    package init?(_ text: String) {
        guard text.has(12...12, of: \.isDigit) else { return nil }
        description = text
    }
}

/// Name of a Region, such as `eu-central-1`.
package struct Region: Identifier {
    package let description: String

    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.has(6...32, of: { $0.isLower || $0.isDigit || $0 == 0x2D }), parts.count >= 3,
            parts.allSatisfy({ !$0.isEmpty }), parts.last?.allSatisfy(\.isNumber) ?? false
        else { return nil }
        description = text
    }
}

/// Id that AWS made of a prefix and 8 to 17 hexadecimal digits, such as an instance's.
package struct ResourceID: Identifier {
    package let description: String
    package let prefix: String

    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, String(parts[0]).has(1...8, of: \.isLower),
            String(parts[1]).has(8...17, of: \.isLowerHex)
        else { return nil }
        description = text
        prefix = String(parts[0])
    }

    /// nil when the text is an id of something else.
    package init?(_ text: String, prefix: String) {
        self.init(text)
        guard self.prefix == prefix else { return nil }
    }
}

/// Name of an S3 bucket: 3 to 63 characters, and none of S3's forbidden forms.
package struct BucketName: Identifier {
    package let description: String

    package init?(_ text: String) {
        guard text.has(3...63, of: { $0.isLower || $0.isDigit || $0 == 0x2D || $0 == 0x2E }),
            let first = text.utf8.first, let last = text.utf8.last, first != 0x2D, first != 0x2E, last != 0x2D,
            last != 0x2E, !text.contains("..")
        else { return nil }
        description = text
    }
}

/// Name of an IAM user or role: up to 64 letters, digits and `+=,.@_-`.
package struct IAMName: Identifier {
    package let description: String

    package init?(_ text: String) {
        guard text.has(1...64, of: { $0.isAlphanumeric || "+=,.@_-".utf8.contains($0) }) else { return nil }
        description = text
    }
}

/// Id of an access key, such as `AKIA…` or `ASIA…`.
package struct AccessKeyID: Identifier {
    package let description: String

    package init?(_ text: String) {
        guard text.has(16...128, of: \.isAlphanumeric) else { return nil }
        description = text
    }
}

/// Id of a GuardDuty detector or finding: hexadecimal digits as AWS makes them today, letters and digits as it allows.
package struct GuardDutyID: Identifier {
    package let description: String

    package init?(_ text: String) {
        guard text.has(1...64, of: \.isAlphanumeric) else { return nil }
        description = text
    }
}

/// Id of an RDS instance that never changes, such as `db-ABCDEFGHIJKL`.
package struct DatabaseID: Identifier {
    package let description: String

    package init?(_ text: String) {
        guard text.hasPrefix("db-"), String(text.dropFirst(3)).has(1...60, of: \.isAlphanumeric) else { return nil }
        description = text
    }
}

/// Name of an AWS Config rule: up to 128 printable characters.
package struct ConfigRuleName: Identifier {
    package let description: String

    package init?(_ text: String) {
        guard text.has(1...128, of: { (0x20...0x7E).contains($0) }) else { return nil }
        description = text
    }
}
