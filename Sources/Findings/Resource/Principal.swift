import JSON

/// Whose credentials were used, as GuardDuty names it.
package struct Principal: Hashable, Sendable {
    /// GuardDuty's word, such as `IAMUser` or `AssumedRole`.
    package let userType: String
    /// User or role name without its path; checked only for IAM users and roles, nil when the event has none.
    package let name: String?
    package let accessKeyID: AccessKeyID?
    /// Unique id of the user or role; nil when the event has none.
    package let uniqueID: UniqueID?
    /// Name of the role session, where the principal is one.
    package let sessionName: String?

    /// Reads GuardDuty's `accessKeyDetails`.
    init(_ details: EventField) throws(Rejection) {
        userType = try details["userType"].requiredID(ResourceType.self).description
        let written = try details["userName"].text().flatMap { $0.isEmpty ? nil : $0 }
        name = written.flatMap { $0.split(separator: "/").last }.map(String.init)
        accessKeyID = try details["accessKeyId"].value == "" ? nil : details["accessKeyId"].id(AccessKeyID.self)
        let identity = try details["principalId"].text() ?? ""
        let parts = identity.split(separator: ":", maxSplits: 1)
        let isOwn = ["IAMUser", "AssumedRole", "Role"].contains(userType)
        uniqueID = parts.first.flatMap { UniqueID($0) }
        sessionName = isOwn && parts.count == 2 ? RoleName(parts[1])?.description : nil
        if isOwn, !identity.isEmpty, uniqueID == nil || (parts.count == 2 && sessionName == nil) {
            throw details["principalId"].rejection(
                "a unique id such as AROA…, for sessions followed by : and their name")
        }
    }

    /// A principal of which only the unique id is known.
    init(userType: String, uniqueID: UniqueID) {
        self.userType = userType
        self.uniqueID = uniqueID
        name = nil
        accessKeyID = nil
        sessionName = nil
    }
}
