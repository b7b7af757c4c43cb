import JSON

/// A role to assume, and everything that makes its session different from another.
package struct AssumeRoleRequest: Hashable, Sendable {
    package let roleARN: String
    /// Name of the session, 2 to 64 characters of `[\w+=,.@-]`.
    package let sessionName: String
    package let externalID: String?
    package let sourceIdentity: String?
    /// IAM policy document that cuts the role's permissions down.
    package let sessionPolicy: String?
    package let durationSeconds: Int

    package init(
        roleARN: String, sessionName: String, externalID: String? = nil, sourceIdentity: String? = nil,
        sessionPolicy: String? = nil, durationSeconds: Int = 3_600
    ) {
        self.roleARN = roleARN
        self.sessionName = sessionName
        self.externalID = externalID
        self.sourceIdentity = sourceIdentity
        self.sessionPolicy = sessionPolicy
        self.durationSeconds = durationSeconds
    }

    var input: JSONValue {
        var input: [String: JSONValue] = [
            "RoleArn": .string(roleARN), "RoleSessionName": .string(sessionName),
            "DurationSeconds": .number(String(durationSeconds)),
        ]
        if let externalID { input["ExternalId"] = .string(externalID) }
        if let sourceIdentity { input["SourceIdentity"] = .string(sourceIdentity) }
        if let sessionPolicy { input["Policy"] = .string(sessionPolicy) }
        return .object(input)
    }
}

/// Clients for roles in other accounts: one session for each distinct request, shared and refreshed.
package actor AssumedRoles {
    private let base: APIClient
    private let now: @Sendable () -> Double
    private var clients: [AssumeRoleRequest: APIClient] = [:]

    /// A process that answers many incidents opens many sessions; old ones are dropped beyond this number.
    private static let capacity = 512

    package init(base: APIClient, now: @escaping @Sendable () -> Double) {
        self.base = base
        self.now = now
    }

    /// A client whose credentials are fetched when first needed, so that many callers share one `AssumeRole`.
    package func client(assuming request: AssumeRoleRequest, region: String) -> APIClient {
        if let client = clients[request] { return client }
        if clients.count >= Self.capacity { clients.removeAll() }
        let source = AssumedRole(base: base, request: request, region: region)
        let client = base.with(CachedCredentials(source, now: now), ofRole: request.roleARN)
        clients[request] = client
        return client
    }
}

private struct AssumedRole: CredentialProvider {
    let base: APIClient
    let request: AssumeRoleRequest
    let region: String

    func credentials() async throws(AWSError) -> Credentials {
        do throws(AWSError) {
            return try Credentials(
                try await base.call(STS.assumeRole, request.input, region: region)["Credentials"], from: STS.assumeRole)
        } catch {
            guard error.kind == .accessDenied || error.kind == .notFound else { throw error }
            throw AWSError(
                kind: .accessDenied, operation: error.operation, code: error.code,
                message:
                    "The role \(request.roleARN) cannot be assumed: \(error.message) Is the role there, does it trust "
                    + "this caller, and does its trust policy allow sts:AssumeRole and sts:SetSourceIdentity?",
                requestID: error.requestID, status: error.status)
        }
    }
}
