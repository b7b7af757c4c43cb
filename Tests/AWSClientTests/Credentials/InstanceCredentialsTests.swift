import Testing

@testable import AWSClient

@Suite struct InstanceCredentialsTests {
    private static let token = "PUT http://169.254.169.254/latest/api/token"
    private static let roles = "GET http://169.254.169.254/latest/meta-data/iam/security-credentials/"
    private static let answer = HTTPResponse.text(
        #"{"Code":"Success","AccessKeyId":"A","SecretAccessKey":"s","Token":"t","Expiration":"2026-11-25T08:00:00Z"}"#)

    private func credentials(
        _ transport: ScriptedTransport, _ environment: [String: String] = [:]
    ) async throws -> Credentials? {
        try await InstanceCredentials(FakeMachine(environment: environment).surroundings, transport).credentials()
    }

    @Test("asks version 2 of the metadata service: for a token, the role, and its credentials")
    func flow() async throws {
        let transport = ScriptedTransport([
            .init(Self.token, .text("session")), .init(Self.roles, .text("a role\n")),
            .init("\(Self.roles)a%20role", Self.answer),
        ])
        #expect(
            try await credentials(transport)
                == Credentials(
                    accessKeyID: "A", secretAccessKey: "s", sessionToken: "t", expiration: FakeMachine.start + 3_600))
        #expect(transport.requests[0].header("X-aws-ec2-metadata-token-ttl-seconds") == "21600")
        #expect(transport.requests.dropFirst().map { $0.header("X-aws-ec2-metadata-token") } == ["session", "session"])
        transport.expectEnd()
    }

    @Test(
        "has none without a metadata service, a token, or a role",
        arguments: [
            [ScriptedTransport.Line(token, failing: TransportError(.timedOut, isUnsent: false, "Silence."))],
            [.init(token, .text("", status: 403))],
            [.init(token, .text("session")), .init(roles, .text("", status: 404))],
            [.init(token, .text("session")), .init(roles, .text("\n"))],
        ])
    func absent(_ script: [ScriptedTransport.Line]) async throws {
        let transport = ScriptedTransport(script)
        #expect(try await credentials(transport) == nil)
        transport.expectEnd()
    }

    @Test("asks nobody when it is switched off", arguments: ["true", "TRUE"])
    func disabled(_ value: String) async throws {
        #expect(try await credentials(ScriptedTransport(), ["AWS_EC2_METADATA_DISABLED": value]) == nil)
    }

    @Test("asks the endpoint that the environment names")
    func endpoint() async throws {
        let base = "http://127.0.0.1:1338/latest"
        let transport = ScriptedTransport([
            .init("PUT \(base)/api/token", .text("session")),
            .init("GET \(base)/meta-data/iam/security-credentials/", .text("r")),
            .init("GET \(base)/meta-data/iam/security-credentials/r", Self.answer),
        ])
        let environment = [
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1338/", "AWS_EC2_METADATA_DISABLED": "false",
        ]
        #expect(try await credentials(transport, environment)?.accessKeyID == "A")
    }

    @Test("refuses an endpoint that is no URL")
    func malformed() async {
        let environment = ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "imds"]
        let error = await failure { try await credentials(ScriptedTransport(), environment) }
        #expect(error == .noCredentials("AWS_EC2_METADATA_SERVICE_ENDPOINT is \"imds\", which is no URL."))
    }

    @Test(
        "says that a role has no credentials",
        arguments: [
            HTTPResponse.text("", status: 404), .text(#"{"Code":"AssumeRoleUnauthorizedAccess"}"#), .text("SECRET"),
        ])
    func empty(_ response: HTTPResponse) async {
        let transport = ScriptedTransport([
            .init(Self.token, .text("session")), .init(Self.roles, .text("r")), .init("\(Self.roles)r", response),
        ])
        let error = await failure { try await credentials(transport) }
        #expect(
            error
                == .noCredentials(
                    "The instance metadata service names the role r, but gives no credentials for it."))
    }
}
