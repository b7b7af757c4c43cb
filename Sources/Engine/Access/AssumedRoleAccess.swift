package import ActionKit
package import AWSClient
package import JSON

/// Performs calls with the response role of the account they belong to, and the engine's own credentials at home.
package actor AssumedRoleAccess: AccountAccess {
    private let home: APIClient
    private let roles: AssumedRoles
    private let roleName: String
    private let externalID: String?
    private let partition: String
    private let region: String
    private var homeAccount: String?

    /// Acts at home as itself and elsewhere as a role.
    ///
    /// `roleName` may hold a path, such as `quell/Security-IR-Role`. Where it holds `{action}`, each action has a role of its
    /// own, under the session's purpose, in every account, at home too. `homeAccount` is asked of AWS when it is nil.
    /// In `externalID`, which trust policies may ask for, `{account}` stands for the account of the role.
    package init(
        home: APIClient, roles: AssumedRoles, roleName: String, partition: String, region: String,
        homeAccount: String?, externalID: String? = nil
    ) {
        self.externalID = externalID
        self.homeAccount = homeAccount
        self.home = home
        self.roles = roles
        self.roleName = roleName
        self.partition = partition
        self.region = region
    }

    package func perform(_ call: Call, in session: Session) async throws(AWSError) -> JSONValue {
        guard let operation = Operation.named(call.operation) else {
            throw AWSError(
                kind: .invalidInput, operation: call.operation,
                message: "This build of Quell does not know the operation \(call.operation).")
        }
        let client = try await client(for: call, session)
        guard operation.pagination != nil else {
            return try await client.call(operation, call.input, region: call.region)
        }
        return try await client.all(operation, call.input, region: call.region)
    }

    private func client(for call: Call, _ session: Session) async throws(AWSError) -> APIClient {
        guard let account = call.account else { return home }
        return try await client(inAccount: account, under: session)
    }

    /// A client for an account, for readings that need their pages one by one.
    package func client(inAccount account: String, under session: Session) async throws(AWSError) -> APIClient {
        let isOneForAll = !roleName.contains("{action}")
        if isOneForAll, try await account == knownHomeAccount() { return home }
        let roleName = roleName.replacing("{action}", with: session.purpose)
        let request = AssumeRoleRequest(
            roleARN: "arn:\(partition):iam::\(account):role/\(roleName)", sessionName: "quell-\(session.execution)",
            externalID: externalID?.replacing("{account}", with: account), sourceIdentity: "quell-\(session.execution)",
            sessionPolicy: session.policy,
            durationSeconds: 3_600)
        return await roles.client(assuming: request, region: region)
    }

    /// One role for all is not assumed in the account the engine runs in: its own credentials are for that account.
    private func knownHomeAccount() async throws(AWSError) -> String {
        if let homeAccount { return homeAccount }
        let identity = try await home.call(STS.getCallerIdentity, region: region)
        guard let account = identity["Account"]?.string else {
            throw AWSError(
                kind: .unreadableAnswer, operation: STS.getCallerIdentity.id, message: "The answer names no account.")
        }
        homeAccount = account
        return account
    }
}
