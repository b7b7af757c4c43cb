package import AWSClient
import JSON

/// The accounts of the organization: those that can be read, and those that are left out because nothing runs in them.
package struct OrganizationAccounts: Sendable {
    package struct LeftOut: Hashable, Sendable {
        package let account: String
        package let name: String
        package let state: String
    }

    package let active: [String]
    package let leftOut: [LeftOut]

    /// Asks with the caller's own credentials: only the management account and delegated administrators may ask.
    package init(asking home: APIClient, region: String) async throws(AWSError) {
        let answer = try await home.all(Organizations.listAccounts, region: region)
        try self.init(answer)
    }

    /// Reads the answer of `organizations:ListAccounts`.
    init(_ answer: JSONValue) throws(AWSError) {
        var active: [String] = []
        var leftOut: [LeftOut] = []
        for account in answer["Accounts"]?.array ?? [] {
            guard let id = account["Id"]?.string else {
                throw AWSError(
                    kind: .unreadableAnswer, operation: Organizations.listAccounts.id,
                    message: "The answer has an account without an id.")
            }
            // Status is the older name of State. An account that has neither is read, and answers for itself.
            let state = account["State"]?.string ?? account["Status"]?.string ?? "ACTIVE"
            if state == "ACTIVE" {
                active.append(id)
            } else {
                leftOut.append(LeftOut(account: id, name: account["Name"]?.string ?? "", state: state))
            }
        }
        self.active = active.sorted()
        self.leftOut = leftOut.sorted { $0.account < $1.account }
    }
}
