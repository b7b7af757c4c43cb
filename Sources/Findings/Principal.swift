/// Who used the credentials a GuardDuty finding speaks of.
package struct Principal: Hashable, Sendable {
    /// `userType` of a GuardDuty finding, as AWS documents it; `other` for what comes later.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case root = "Root"
        case user = "IAMUser"
        case assumedRole = "AssumedRole"
        case role = "Role"
        case federatedUser = "FederatedUser"
        case account = "AWSAccount"
        case service = "AWSService"
        case directory = "Directory"
        case samlUser = "SAMLUser"
        case webIdentityUser = "WebIdentityUser"
        case anonymous = "ANONYMOUS_PRINCIPAL"
        case other

        init(userType: String) { self = Kind(rawValue: userType) ?? .other }

        /// Whether an IAM user or role of that name stands behind it.
        package var isInIAM: Bool { self == .user || self == .assumedRole || self == .role }
    }

    package let kind: Kind
    /// The words of the finding.
    package let userType: String
    /// Name of the user or role without its path; for other kinds whatever the finding calls it.
    package let name: String
    package let accessKeyID: AccessKeyID?
    /// Unique id of the user or role, such as `AROA…`, without the session; nil when the finding has none.
    package let uniqueID: String?
    /// Name of the role session, such as an instance's id; nil for long-term credentials.
    package let sessionName: String?
}
