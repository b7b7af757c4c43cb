import JSON

package typealias DetectorID = Identifier<DetectorIDShape>
/// A GuardDuty finding: 32 hexadecimal digits today; AWS promises only a text.
package typealias FindingID = Identifier<FindingIDShape>
package typealias ConfigRuleName = Identifier<ConfigRuleNameShape>
/// A kind of resource as AWS Config names it, such as `AWS::S3::Bucket`, or as GuardDuty does.
package typealias ResourceType = Identifier<ResourceTypeShape>
/// The id of a resource of a kind Quell does not know: visible ASCII only.
package typealias ResourceID = Identifier<ResourceIDShape>

package enum DetectorIDShape: IdentifierShape {
    package static let words = "32 hexadecimal digits"
    package static func accepts(_ text: [UInt8]) -> Bool { text.isHexID("", digits: 32...32) }
}

package enum FindingIDShape: IdentifierShape {
    package static let words = "1 to 64 letters, digits and dashes"
    package static func accepts(_ text: [UInt8]) -> Bool {
        (1...64).contains(text.count) && text.allSatisfy { $0.isAlphanumeric || $0 == UInt8(ascii: "-") }
    }
}

package enum ConfigRuleNameShape: IdentifierShape {
    package static let words = "a rule name of 1 to 128 visible characters"
    package static func accepts(_ text: [UInt8]) -> Bool {
        (1...128).contains(text.count) && text.allSatisfy(\.isVisible) && text.contains { $0 != 0x20 }
    }
}

package enum ResourceTypeShape: IdentifierShape {
    package static let words = "a resource type of 1 to 196 letters, digits, colons, dashes and underscores"
    package static func accepts(_ text: [UInt8]) -> Bool {
        (1...196).contains(text.count) && text.allSatisfy { $0.isWord || ":-".utf8.contains($0) }
    }
}

package enum ResourceIDShape: IdentifierShape {
    package static let words = "1 to 768 visible characters"
    package static func accepts(_ text: [UInt8]) -> Bool {
        (1...768).contains(text.count) && text.allSatisfy(\.isVisible)
    }
}
