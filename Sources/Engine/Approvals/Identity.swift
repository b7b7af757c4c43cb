/// Who calls AWS, as AWS itself says (`sts:GetCallerIdentity`).
package struct Identity: Hashable, Sendable, Codable, CustomStringConvertible {
    package let arn: String
    /// AWS's unique id: that of the user, or of the role and the session's name.
    package let userID: String
    /// Name of the user on the machine that calls: for people to read, never a proof.
    package let localUser: String?

    package init(arn: String, userID: String, localUser: String?) {
        self.arn = arn
        self.userID = userID
        self.localUser = localUser
    }

    package var description: String { localUser.map { "\(arn) (\($0))" } ?? arn }

    /// The user's name, or the session's: the last part of the ARN.
    var name: String { arn.split(separator: "/").last.map(String.init) ?? arn }

    /// Whether both may be one person: the same principal, or the same name in another role or account.
    ///
    /// Who can take several roles takes them under one name, and must not count twice.
    func mayBe(_ other: Identity) -> Bool {
        arn == other.arn || userID == other.userID || name.lowercased() == other.name.lowercased()
    }

    /// Why the identity names no person; nil when it does.
    ///
    /// Tools make session names up, a new one each time: under them one person could pass for two.
    var anonymity: String? {
        guard arn.contains(":assumed-role/") else {
            return arn.contains(":user/")
                ? nil : "\(arn) is neither a user nor the session of a role: nobody knows which person it is."
        }
        let name = name.lowercased()
        guard Self.toolNames.contains(name) || Self.toolPrefixes.contains(where: name.hasPrefix) else { return nil }
        return "The session \"\(self.name)\" is named by a tool or a machine, not after a person. Take the role under "
            + "your own name: role_session_name in the profile, or --role-session-name."
    }

    /// The standard names of session of Quell itself and of AWS's command line, SDKs, Lambda functions and instances.
    private static let toolNames: Set<String> = ["quell", "session", "awscli-session", "assumeroleprovider"]
    private static let toolPrefixes = ["botocore-session-", "aws-sdk-", "aws-cli", "quell-", "i-0"]
}
