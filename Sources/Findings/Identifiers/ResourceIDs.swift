import JSON

package typealias InstanceID = Identifier<InstanceIDShape>
package typealias SecurityGroupID = Identifier<SecurityGroupIDShape>
package typealias VolumeID = Identifier<VolumeIDShape>
package typealias BucketName = Identifier<BucketNameShape>
/// An RDS instance's resource id, which never changes; not the identifier people gave it, which may.
package typealias DatabaseID = Identifier<DatabaseIDShape>
package typealias ClusterName = Identifier<ClusterNameShape>
package typealias FunctionName = Identifier<FunctionNameShape>

package enum InstanceIDShape: IdentifierShape {
    package static let words = "i- and 8 to 17 hexadecimal digits"
    package static func accepts(_ text: [UInt8]) -> Bool { text.isHexID("i-", digits: 8...17) }
}

package enum SecurityGroupIDShape: IdentifierShape {
    package static let words = "sg- and 8 to 17 hexadecimal digits"
    package static func accepts(_ text: [UInt8]) -> Bool { text.isHexID("sg-", digits: 8...17) }
}

package enum VolumeIDShape: IdentifierShape {
    package static let words = "vol- and 8 to 17 hexadecimal digits"
    package static func accepts(_ text: [UInt8]) -> Bool { text.isHexID("vol-", digits: 8...17) }
}

package enum BucketNameShape: IdentifierShape {
    package static let words = "a bucket name of 3 to 63 lower-case letters, digits, dots and dashes"

    /// S3's rules for general purpose buckets: no two dots together, letters or digits at the ends, not an address.
    package static func accepts(_ text: [UInt8]) -> Bool {
        let dot = UInt8(ascii: ".")
        guard (3...63).contains(text.count), let first = text.first, let last = text.last else { return false }
        let isAddress = text.allSatisfy { $0.isDigit || $0 == dot } && text.count(where: { $0 == dot }) == 3
        return (first.isLower || first.isDigit) && (last.isLower || last.isDigit) && !isAddress
            && text.allSatisfy { $0.isLower || $0.isDigit || $0 == dot || $0 == UInt8(ascii: "-") }
            && !zip(text, text.dropFirst()).contains { $0 == dot && $1 == dot }
    }
}

package enum DatabaseIDShape: IdentifierShape {
    package static let words = "db- and 1 to 60 capitals and digits"
    package static func accepts(_ text: [UInt8]) -> Bool {
        let rest = text.dropFirst(3)
        return text.starts(with: "db-".utf8) && (1...60).contains(rest.count)
            && rest.allSatisfy { $0.isUpper || $0.isDigit }
    }
}

package enum ClusterNameShape: IdentifierShape {
    package static let words = "a cluster name of up to 255 letters, digits, dashes and underscores"
    package static func accepts(_ text: [UInt8]) -> Bool {
        guard (1...255).contains(text.count), text.first?.isAlphanumeric == true else { return false }
        return text.allSatisfy { $0.isWord || $0 == UInt8(ascii: "-") }
    }
}

package enum FunctionNameShape: IdentifierShape {
    package static let words = "a function name of up to 140 letters, digits, dashes and underscores"
    package static func accepts(_ text: [UInt8]) -> Bool {
        (1...140).contains(text.count) && text.allSatisfy { $0.isWord || $0 == UInt8(ascii: "-") }
    }
}
