import JSON

/// The places where the AWS CLI looks for credentials, in its order.
///
/// A named profile, the environment, the role of the default profile, a web identity of the environment, everything else
/// in the default profile, the container's endpoint, the instance's metadata service.
package struct CredentialChain: CredentialProvider {
    let profile: String?
    let region: String
    let surroundings: Surroundings
    let transport: any HTTPTransport
    let endpoints: Endpoints

    package init(
        profile: String?, region: String, surroundings: Surroundings, transport: any HTTPTransport,
        endpoints: Endpoints
    ) {
        self.profile = profile
        self.region = region
        self.surroundings = surroundings
        self.transport = transport
        self.endpoints = endpoints
    }

    package func credentials() async throws(AWSError) -> Credentials {
        if let profile { return try await profileCredentials(profile) }
        if let credentials = try environmentCredentials() { return credentials }
        let standard = nonEmpty("AWS_PROFILE") ?? nonEmpty("AWS_DEFAULT_PROFILE")
        let file = try ConfigFile.read(surroundings)
        if let profile = file[standard ?? "default"], profile["role_arn"] != nil,
            profile["web_identity_token_file"] == nil
        {
            return try await profileCredentials(standard ?? "default")
        }
        if let credentials = try await webIdentityFromEnvironment() { return credentials }
        if standard != nil || file["default"]?.isEmpty == false {
            do throws(AWSError) {
                return try await profileCredentials(standard ?? "default")
            } catch  where standard == nil && error == Self.emptyProfile("default") {
                // A default profile with a Region only is common on instances; the chain goes on.
            }
        }
        if let credentials = try await ContainerCredentials(surroundings, transport).credentials() {
            return credentials
        }
        if let credentials = try await InstanceCredentials(surroundings, transport).credentials() { return credentials }
        throw .noCredentials(
            "No AWS credentials were found: not in the environment (AWS_ACCESS_KEY_ID), not in a profile of "
                + "\(file.places.joined(separator: " or ")), not at a container's or an instance's credential endpoint. "
                + "Set one of them, or name a profile with --profile.")
    }

    func environmentCredentials() throws(AWSError) -> Credentials? {
        guard let key = nonEmpty("AWS_ACCESS_KEY_ID") else { return nil }
        guard let secret = nonEmpty("AWS_SECRET_ACCESS_KEY") else {
            throw .noCredentials("AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not. Set both.")
        }
        return Credentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: nonEmpty("AWS_SESSION_TOKEN"))
    }

    func nonEmpty(_ name: String) -> String? {
        guard let value = surroundings.environment(name), !value.isEmpty else { return nil }
        return value
    }

    private func webIdentityFromEnvironment() async throws(AWSError) -> Credentials? {
        guard let file = nonEmpty("AWS_WEB_IDENTITY_TOKEN_FILE") else { return nil }
        guard let role = nonEmpty("AWS_ROLE_ARN") else {
            throw .noCredentials("AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not. Set both.")
        }
        return try await webIdentity(file, role: role, session: nonEmpty("AWS_ROLE_SESSION_NAME"))
    }

    func webIdentity(_ file: String, role: String, session: String?) async throws(AWSError) -> Credentials {
        guard let token = surroundings.file(file) else {
            throw .noCredentials("The web identity token file \(file) cannot be read.")
        }
        let client = APIClient(
            credentials: nil, transport: transport, endpoints: endpoints, surroundings: surroundings)
        let answer = try await client.call(
            STS.assumeRoleWithWebIdentity,
            [
                "RoleArn": .string(role), "RoleSessionName": .string(session ?? "quell"),
                "WebIdentityToken": .string(String(decoding: token, as: UTF8.self).trimmed),
            ], region: region)
        return try Credentials(answer["Credentials"], from: STS.assumeRoleWithWebIdentity)
    }

    static func emptyProfile(_ name: String) -> AWSError {
        .noCredentials("The profile \"\(name)\" has no credentials and says of none where they are.")
    }
}

extension Credentials {
    /// Reads the `Credentials` member of an STS answer.
    init(_ value: JSONValue?, from operation: Operation) throws(AWSError) {
        guard let key = value?["AccessKeyId"]?.string, let secret = value?["SecretAccessKey"]?.string,
            let token = value?["SessionToken"]?.string
        else {
            throw AWSError(
                kind: .unreadableAnswer, operation: operation.id, message: "The answer holds no credentials.")
        }
        self.init(
            accessKeyID: key, secretAccessKey: secret, sessionToken: token,
            expiration: value?["Expiration"]?.string.flatMap(ISO8601.parse))
    }

    /// Reads what credential processes, containers and instances answer; nil where a key is missing or the expiry is no
    /// time.
    ///
    /// Without a time the credentials would never be fetched anew.
    init?(_ value: JSONValue) {
        guard let key = value["AccessKeyId"]?.string, let secret = value["SecretAccessKey"]?.string else { return nil }
        let expiry = value["Expiration"]?.string
        let expiration = expiry.flatMap(ISO8601.parse)
        guard expiry == nil || expiration != nil else { return nil }
        self.init(
            accessKeyID: key, secretAccessKey: secret,
            sessionToken: value["SessionToken"]?.string ?? value["Token"]?.string, expiration: expiration)
    }
}
