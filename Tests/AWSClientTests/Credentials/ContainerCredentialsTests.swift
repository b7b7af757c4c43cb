import Testing

@testable import AWSClient

@Suite struct ContainerCredentialsTests {
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let answer = HTTPResponse.text(
        #"{"AccessKeyId":"A","SecretAccessKey":"SECRET","Token":"t","Expiration":"2026-11-25T08:00:00Z"}"#)

    private func credentials(
        _ environment: [String: String], files: [String: String] = [:], _ transport: ScriptedTransport
    ) async throws -> Credentials? {
        try await ContainerCredentials(
            FakeMachine(environment: environment, files: files).surroundings, transport
        ).credentials()
    }

    @Test("has none outside a container, and asks nobody", arguments: [[:], [full: "", relative: ""]])
    func outside(_ environment: [String: String]) async throws {
        #expect(try await credentials(environment, ScriptedTransport()) == nil)
    }

    @Test(
        "asks the endpoint that the environment names",
        arguments: [
            ([relative: "/v2/credentials/a-b"], "http://169.254.170.2/v2/credentials/a-b"),
            ([relative: "/v2/a", full: "http://localhost/b"], "http://169.254.170.2/v2/a"),
            ([full: "http://localhost:1338/latest/"], "http://localhost:1338/latest/"),
            ([full: "http://127.0.0.1"], "http://127.0.0.1/"), ([full: "http://[::1]:80/a"], "http://[::1]/a"),
            ([full: "http://169.254.170.2/a"], "http://169.254.170.2/a"),
            ([full: "http://169.254.170.23/v1/credentials"], "http://169.254.170.23/v1/credentials"),
            ([full: "http://[fd00:ec2::23]/v1/credentials"], "http://[fd00:ec2::23]/v1/credentials"),
            ([full: "https://keys.example.com/a"], "https://keys.example.com/a"),
        ])
    func places(_ environment: [String: String], _ url: String) async throws {
        let transport = ScriptedTransport([.init("GET \(url)", Self.answer)])
        let found = try await credentials(environment, transport)
        #expect(
            found
                == Credentials(
                    accessKeyID: "A", secretAccessKey: "SECRET", sessionToken: "t",
                    expiration: FakeMachine.start + 3_600))
        #expect(transport.requests.first?.header("Authorization") == nil)
    }

    @Test(
        "refuses an address where keys could leave the machine in the clear, or that is none",
        arguments: [
            (full, "http://keys.example.com/a"), (full, "http://169.254.169.254/a"),
            (full, "http://127.0.0.1.evil.com/"),
            (full, "http://localhost/a?token=SECRET"), (full, "ftp://localhost/"), (full, "localhost"),
            (relative, ".evil.com/a"), (relative, "@evil.com/a"), (relative, "a"), (relative, "/a b"),
        ])
    func refuses(_ variable: String, _ value: String) async {
        let error = await failure { try await credentials([variable: value], ScriptedTransport()) }
        #expect(error?.kind == .noCredentials)
        #expect(error?.message.hasPrefix("\(variable) is \"\(value.prefix { $0 != "?" })\"; it must be") == true)
    }

    @Test(
        "sends the token of the file, else of the environment",
        arguments: [
            (["AWS_CONTAINER_AUTHORIZATION_TOKEN": "env"], "env"),
            (["AWS_CONTAINER_AUTHORIZATION_TOKEN": "env", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/t"], "file"),
            (["AWS_CONTAINER_AUTHORIZATION_TOKEN": "env\n", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": ""], "env"),
            (["AWS_CONTAINER_AUTHORIZATION_TOKEN": ""], nil),
        ] as [([String: String], String?)])
    func tokens(_ environment: [String: String], _ token: String?) async throws {
        let transport = ScriptedTransport([.init("GET http://169.254.170.2/a", Self.answer)])
        _ = try await credentials(
            environment.merging([Self.relative: "/a"]) { $1 }, files: ["/t": "file\r\n"], transport)
        #expect(transport.requests.first?.header("Authorization") == token)
    }

    @Test("says which token file cannot be read")
    func tokenFile() async {
        let environment = [Self.relative: "/a", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/t"]
        let error = await failure { try await credentials(environment, ScriptedTransport()) }
        #expect(error == .noCredentials("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE /t cannot be read."))
    }

    @Test(
        "does not go on to another provider when the endpoint has no credentials",
        arguments: [
            HTTPResponse.text("SECRET", status: 500), .text("SECRET"), .text(#"{"SecretAccessKey":"SECRET"}"#),
            .text(#"{"AccessKeyId":"A","SecretAccessKey":"SECRET","Expiration":"SECRET"}"#),
        ])
    func noAnswer(_ response: HTTPResponse) async {
        let transport = ScriptedTransport([.init("GET http://169.254.170.2/a", response)])
        let error = await failure { try await credentials([Self.relative: "/a"], transport) }
        #expect(error?.kind == .noCredentials)
        #expect(error?.message.contains("status \(response.status) and no credentials") == true)
        #expect(error?.message.contains("SECRET") == false)
    }

    @Test("says why the endpoint does not answer")
    func unreachable() async {
        let refused = TransportError(.unreachable, isUnsent: true, "Refused.")
        let transport = ScriptedTransport([.init("GET http://169.254.170.2/a", failing: refused)])
        let error = await failure { try await credentials([Self.relative: "/a"], transport) }
        #expect(error == .noCredentials("The container's credential endpoint does not answer. Refused."))
    }
}
