import JSON

/// Credentials of a profile: keys, a role to assume from another profile, a process, or a web identity.
extension CredentialChain {
    func profileCredentials(_ name: String) async throws(AWSError) -> Credentials {
        let file = try ConfigFile.read(surroundings)
        return try await credentials(of: name, in: file, seen: [])
    }

    private func credentials(
        of name: String, in file: ConfigFile, seen: [String]
    ) async throws(AWSError) -> Credentials {
        guard let profile = file[name] else {
            throw .noCredentials(
                "There is no profile \"\(name)\" in the AWS configuration files. There are: "
                    + "\(file.names.isEmpty ? "none" : file.names.joined(separator: ", ")). "
                    + "Looked in \(file.places.joined(separator: " and ")).")
        }
        // The own keys of a source come before its role; so a profile may name itself, and its keys assume its role.
        if !seen.isEmpty, seen.last == name || !seen.contains(name), let keys = try staticKeys(profile, name) {
            return keys
        }
        guard !seen.contains(name) else {
            throw .noCredentials(
                "The profiles \((seen + [name]).joined(separator: " -> ")) are sources of one another, and no keys are "
                    + "behind them. Give one of them another source_profile.")
        }
        if let role = profile["role_arn"] {
            return try await assume(role, profile, name, file, seen: seen)
        }
        if let keys = try staticKeys(profile, name) { return keys }
        if let command = profile["credential_process"] { return try await process(command, profile: name) }
        if profile["sso_session"] != nil || profile["sso_start_url"] != nil {
            throw .noCredentials(
                "The profile \"\(name)\" signs in through IAM Identity Center, which Quell does not do itself. Run "
                    + "\"aws configure export-credentials --profile \(name) --format env\" and set what it prints.")
        }
        throw Self.emptyProfile(name)
    }

    private func staticKeys(_ profile: [String: String], _ name: String) throws(AWSError) -> Credentials? {
        guard let key = profile["aws_access_key_id"] else { return nil }
        guard let secret = profile["aws_secret_access_key"] else {
            throw .noCredentials("The profile \"\(name)\" has aws_access_key_id but no aws_secret_access_key.")
        }
        return Credentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: profile["aws_session_token"])
    }

    private func assume(
        _ role: String, _ profile: [String: String], _ name: String, _ file: ConfigFile, seen: [String]
    ) async throws(AWSError) -> Credentials {
        if profile["mfa_serial"] != nil {
            throw .noCredentials(
                "The profile \"\(name)\" asks for a code (mfa_serial), which an automatic responder cannot "
                    + "give. Use another, or take a session first: "
                    + "eval \"$(aws configure export-credentials --profile \(name) --format env)\""
            )
        }
        if let token = profile["web_identity_token_file"] {
            return try await webIdentity(token, role: role, session: profile["role_session_name"])
        }
        let source: Credentials
        if let sourceName = profile["source_profile"] {
            source = try await credentials(of: sourceName, in: file, seen: seen + [name])
        } else {
            source = try await named(profile["credential_source"], name)
        }
        let client = APIClient(
            credentials: FixedCredentials(source), transport: transport, endpoints: endpoints,
            surroundings: surroundings)
        var input: [String: JSONValue] = [
            "RoleArn": .string(role), "RoleSessionName": .string(profile["role_session_name"] ?? "quell"),
        ]
        if let id = profile["external_id"] { input["ExternalId"] = .string(id) }
        if let text = profile["duration_seconds"] {
            guard let seconds = Int(text) else {
                throw .noCredentials(
                    "The profile \"\(name)\" has a duration_seconds of \"\(text)\"; write a whole number such as 3600.")
            }
            input["DurationSeconds"] = .number(String(seconds))
        }
        let answer = try await client.call(
            STS.assumeRole, .object(input), region: profile["region"] ?? region)
        return try Credentials(answer["Credentials"], from: STS.assumeRole)
    }

    private func named(_ source: String?, _ profile: String) async throws(AWSError) -> Credentials {
        let found: Credentials?
        switch source {
        case "Environment": found = try environmentCredentials()
        case "EcsContainer": found = try await ContainerCredentials(surroundings, transport).credentials()
        case "Ec2InstanceMetadata": found = try await InstanceCredentials(surroundings, transport).credentials()
        default:
            throw .noCredentials(
                "The profile \"\(profile)\" has role_arn, but neither source_profile nor a credential_source of "
                    + "Environment, EcsContainer or Ec2InstanceMetadata.")
        }
        guard let found else {
            throw .noCredentials(
                "The profile \"\(profile)\" takes credentials from \(source ?? ""), but there are none.")
        }
        return found
    }

    private func process(_ command: String, profile: String) async throws(AWSError) -> Credentials {
        switch await surroundings.run(command) {
        case .failure(let failure):
            throw .noCredentials("The credential_process of profile \"\(profile)\" failed. \(failure.description)")
        case .success(let output):
            guard let value = try? JSONValue(parsing: output), value["Version"]?.int == 1,
                let credentials = Credentials(value)
            else {
                throw .noCredentials(
                    "The credential_process of profile \"\(profile)\" did not print JSON with Version 1, AccessKeyId, "
                        + "SecretAccessKey and, if any, an Expiration such as 2026-11-25T07:00:00Z.")
            }
            return credentials
        }
    }
}

/// Credentials that are known already.
package struct FixedCredentials: CredentialProvider {
    private let fixed: Credentials

    package init(_ credentials: Credentials) { fixed = credentials }

    package func credentials() async throws(AWSError) -> Credentials { fixed }
}
