import JSON

/// Credentials of a container's task or pod (ECS, EKS Pod Identity).
struct ContainerCredentials {
    private let surroundings: Surroundings
    private let transport: any HTTPTransport

    init(_ surroundings: Surroundings, _ transport: any HTTPTransport) {
        self.surroundings = surroundings
        self.transport = transport
    }

    /// nil when the process runs in no such container.
    func credentials() async throws(AWSError) -> Credentials? {
        guard let (endpoint, path) = try place() else { return nil }
        var request = HTTPRequest(
            method: "GET", scheme: endpoint.scheme, host: endpoint.host, port: endpoint.port, path: path)
        if let token = try token() { request.headers.append(HTTPHeader("Authorization", token)) }
        let response: HTTPResponse
        do throws(TransportError) {
            response = try await transport.send(request, timeout: .seconds(2))
        } catch {
            throw .noCredentials("The container's credential endpoint does not answer. \(error.description)")
        }
        guard response.status == 200, let value = try? JSONValue(parsing: response.body),
            let credentials = Credentials(value)
        else {
            throw .noCredentials(
                "The container's credential endpoint \(endpoint) answered with status \(response.status) and no "
                    + "credentials."
            )
        }
        return credentials
    }

    /// Plain HTTP is allowed only to the machine itself and to the addresses of ECS and EKS, or keys could leave it.
    private func place() throws(AWSError) -> (Endpoint, path: String)? {
        if let path = surroundings.environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), !path.isEmpty {
            guard path.hasPrefix("/"), let endpoint = Endpoint("http://169.254.170.2" + path) else {
                throw .noCredentials(
                    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is \"\(path)\"; it must be a path such as "
                        + "/v2/credentials/1."
                )
            }
            return (endpoint, path)
        }
        guard let url = surroundings.environment("AWS_CONTAINER_CREDENTIALS_FULL_URI"), !url.isEmpty else { return nil }
        let allowed: Set<String> = [
            "localhost", "127.0.0.1", "[::1]", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]",
        ]
        guard let endpoint = Endpoint(url), endpoint.scheme == "https" || allowed.contains(endpoint.host) else {
            throw .noCredentials(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI is \"\(Endpoint.sayable(url))\"; it must be https, or the address of "
                    + "this machine, ECS or EKS, without a query."
            )
        }
        // Some endpoints know their path only with the slash at its end.
        return (endpoint, endpoint.path + (url.hasSuffix("/") || endpoint.path.isEmpty ? "/" : ""))
    }

    private func token() throws(AWSError) -> String? {
        if let path = surroundings.environment("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"), !path.isEmpty {
            guard let bytes = surroundings.file(path) else {
                throw .noCredentials("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE \(path) cannot be read.")
            }
            return String(decoding: bytes, as: UTF8.self).trimmed
        }
        let token = surroundings.environment("AWS_CONTAINER_AUTHORIZATION_TOKEN")?.trimmed
        return token?.isEmpty == true ? nil : token
    }
}

/// Credentials of an EC2 instance's role, by version 2 of the metadata service.
struct InstanceCredentials {
    private let surroundings: Surroundings
    private let transport: any HTTPTransport

    init(_ surroundings: Surroundings, _ transport: any HTTPTransport) {
        self.surroundings = surroundings
        self.transport = transport
    }

    /// nil when there is no metadata service, or it is switched off, or the instance has no role.
    func credentials() async throws(AWSError) -> Credentials? {
        guard surroundings.environment("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" else { return nil }
        let address = surroundings.environment("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254"
        guard let endpoint = Endpoint(address) else {
            throw .noCredentials(
                "AWS_EC2_METADATA_SERVICE_ENDPOINT is \"\(Endpoint.sayable(address))\", which is no URL.")
        }
        guard
            let token = await text(
                endpoint, "PUT", "/latest/api/token", HTTPHeader("X-aws-ec2-metadata-token-ttl-seconds", "21600"))
        else { return nil }
        let header = HTTPHeader("X-aws-ec2-metadata-token", token)
        let path = "/latest/meta-data/iam/security-credentials/"
        guard let roles = await text(endpoint, "GET", path, header), let role = roles.split(separator: "\n").first
        else {
            return nil
        }
        guard let answer = await text(endpoint, "GET", path + PercentEncoding.encode(String(role)), header),
            let value = try? JSONValue(parsing: answer), let credentials = Credentials(value)
        else {
            throw .noCredentials(
                "The instance metadata service names the role \(role), but gives no credentials for it.")
        }
        return credentials
    }

    /// The body of a successful answer.
    ///
    /// One second is enough for a service on the same machine.
    private func text(_ endpoint: Endpoint, _ method: String, _ path: String, _ header: HTTPHeader) async -> String? {
        let request = HTTPRequest(
            method: method, scheme: endpoint.scheme, host: endpoint.host, port: endpoint.port,
            path: endpoint.path + path, headers: [header])
        guard let response = try? await transport.send(request, timeout: .seconds(1)), response.status == 200 else {
            return nil
        }
        return String(decoding: response.body, as: UTF8.self)
    }
}
