import JSON

package typealias UserName = Identifier<UserNameShape>
package typealias RoleName = Identifier<RoleNameShape>
package typealias AccessKeyID = Identifier<AccessKeyIDShape>
/// The id IAM never gives twice, such as `AIDA…` for a user and `AROA…` for a role.
package typealias UniqueID = Identifier<UniqueIDShape>

package enum UserNameShape: IdentifierShape {
    package static let words = "a user name of 1 to 64 letters, digits and any of _ + = , . @ -"
    package static func accepts(_ text: [UInt8]) -> Bool { isName(text, 64) }
}

package enum RoleNameShape: IdentifierShape {
    package static let words = "a role name of 1 to 64 letters, digits and any of _ + = , . @ -"
    package static func accepts(_ text: [UInt8]) -> Bool { isName(text, 64) }
}

package enum AccessKeyIDShape: IdentifierShape {
    package static let words = "an access key id of 16 to 128 letters and digits"
    package static func accepts(_ text: [UInt8]) -> Bool {
        (16...128).contains(text.count) && text.allSatisfy(\.isWord)
    }
}

package enum UniqueIDShape: IdentifierShape {
    package static let words = "a unique id of up to 128 letters and digits"
    package static func accepts(_ text: [UInt8]) -> Bool {
        (1...128).contains(text.count) && text.allSatisfy(\.isWord)
    }
}

private func isName(_ text: [UInt8], _ limit: Int) -> Bool {
    (1...limit).contains(text.count) && text.allSatisfy { $0.isWord || "+=,.@-".utf8.contains($0) }
}
