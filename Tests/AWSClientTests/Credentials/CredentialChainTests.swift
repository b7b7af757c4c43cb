import Testing

@testable import AWSClient

/// A chain over a fake machine and a scripted network.
struct ChainBench {
    let machine: FakeMachine
    let transport: ScriptedTransport
    let chain: CredentialChain

    init(
        profile: String? = nil, environment: [String: String] = [:], config: String? = nil,
        credentials: String? = nil, files: [String: String] = [:],
        commands: [String: Result<[UInt8], Surroundings.CommandFailure>] = [:],
        script: [ScriptedTransport.Line] = []
    ) {
        var files = files
        files["/home/me/.aws/config"] = config
        files["/home/me/.aws/credentials"] = credentials
        machine = FakeMachine(environment: environment, files: files, randoms: [0, 0, 0], commands: commands)
        transport = ScriptedTransport(script)
        let surroundings = machine.surroundings
        chain = CredentialChain(
            profile: profile, region: "eu-central-1", surroundings: surroundings, transport: transport,
            endpoints: Endpoints(environment: surroundings.environment))
    }
}

@Suite struct CredentialChainTests {
    private static let imds = "http://169.254.169.254/latest/meta-data/iam/security-credentials/"
    private static let token = "PUT http://169.254.169.254/latest/api/token"

    private static func json(_ key: String) -> HTTPResponse {
        .text(#"{"AccessKeyId":"\#(key)","SecretAccessKey":"s","Token":"t","Expiration":"2026-11-25T08:00:00Z"}"#)
    }

    private static let webIdentity = ScriptedTransport.Line(
        "POST https://sts.eu-central-1.amazonaws.com/ AssumeRoleWithWebIdentity",
        .sts("AssumeRoleWithWebIdentity", key: "web identity"))
    private static let container = ScriptedTransport.Line("GET http://169.254.170.2/task", json("container"))
    private static let instance: [ScriptedTransport.Line] = [
        .init(token, .text("imds")), .init("GET \(imds)", .text("role")), .init("GET \(imds)role", json("instance")),
    ]

    /// Every place has credentials; from row to row, the first one goes.
    @Test("looks in the places of the AWS CLI, and takes the first that has credentials", arguments: 0...5)
    func precedence(_ gone: Int) async throws {
        let rows: [(key: String, script: [ScriptedTransport.Line])] = [
            ("option", []), ("environment", []), ("web identity", [Self.webIdentity]), ("default", []),
            ("container", [Self.container]), ("instance", Self.instance),
        ]
        var environment: [String: String] = [:]
        if gone <= 1 {
            environment["AWS_ACCESS_KEY_ID"] = "environment"
            environment["AWS_SECRET_ACCESS_KEY"] = "s"
        }
        if gone <= 2 {
            environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token"
            environment["AWS_ROLE_ARN"] = "arn:aws:iam::111122223333:role/web"
        }
        if gone <= 4 { environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/task" }
        let keys = gone <= 3 ? "aws_access_key_id = default\naws_secret_access_key = s\n" : "region = eu-west-1\n"
        let bench = ChainBench(
            profile: gone == 0 ? "named" : nil, environment: environment,
            config: "[profile named]\naws_access_key_id = option\naws_secret_access_key = s\n[default]\n\(keys)",
            files: ["/token": "web token\n"], script: rows[gone].script)
        #expect(try await bench.chain.credentials().accessKeyID == rows[gone].key)
        bench.transport.expectEnd()
    }

    @Test(
        "takes the profile that the environment names, else the default",
        arguments: [
            (["AWS_PROFILE": "a"], "A"), (["AWS_DEFAULT_PROFILE": "b"], "B"),
            (["AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"], "A"), (["AWS_PROFILE": ""], "D"), ([:], "D"),
        ])
    func profiles(_ environment: [String: String], _ key: String) async throws {
        let text = [("a", "A"), ("b", "B"), ("default", "D")].map {
            "[\($0.0)]\naws_access_key_id = \($0.1)\naws_secret_access_key = s\n"
        }
        let bench = ChainBench(environment: environment, credentials: text.joined())
        #expect(try await bench.chain.credentials().accessKeyID == key)
    }

    @Test(
        "assumes the role of the default profile before it takes a web identity of the environment, as the AWS CLI does",
        arguments: [("", "AssumeRole"), ("web_identity_token_file = /token\n", "AssumeRoleWithWebIdentity")])
    func roleFirst(_ setting: String, _ operation: String) async throws {
        let bench = ChainBench(
            environment: [
                "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/web",
            ],
            config: "[default]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = keys\n\(setting)"
                + "[profile keys]\naws_access_key_id = K\naws_secret_access_key = s\n",
            files: ["/token": "web token"],
            script: [.init("POST https://sts.eu-central-1.amazonaws.com/ \(operation)", .sts(operation, key: "A"))])
        #expect(try await bench.chain.credentials().accessKeyID == "A")
        let role = try #require(bench.transport.requests.first.map(ScriptedTransport.form)?["RoleArn"])
        #expect(role.hasSuffix(setting.isEmpty ? "role%2Fr" : "role%2Fweb"))
        bench.transport.expectEnd()
    }

    @Test("takes the session token of the environment and of a profile")
    func tokens() async throws {
        let environment = ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t"]
        let expected = Credentials(accessKeyID: "A", secretAccessKey: "s", sessionToken: "t")
        #expect(try await ChainBench(environment: environment).chain.credentials() == expected)
        let file = "[default]\naws_access_key_id = A\naws_secret_access_key = s\naws_session_token = t\n"
        #expect(try await ChainBench(credentials: file).chain.credentials() == expected)
    }

    @Test(
        "says what is missing where half of the credentials is there",
        arguments: [
            (["AWS_ACCESS_KEY_ID": "A"], "", "AWS_SECRET_ACCESS_KEY is not"),
            (["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": ""], "", "AWS_SECRET_ACCESS_KEY is not"),
            (["AWS_WEB_IDENTITY_TOKEN_FILE": "/t"], "", "AWS_ROLE_ARN is not"),
            (
                ["AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/r"], "",
                "token file /t cannot be read"
            ),
            ([:], "[default]\naws_access_key_id = A\n", "no aws_secret_access_key"),
            (["AWS_PROFILE": "nowhere"], "[a]\n", "readable) and /home/me/.aws/credentials."),
            (
                ["AWS_PROFILE": "nowhere"], "[a]\n[b]\n",
                "no profile \"nowhere\" in the AWS configuration files. There are: a, b."
            ),
            (["AWS_PROFILE": "a"], "[a]\nregion = eu-west-1\n", "\"a\" has no credentials"),
        ] as [([String: String], String, String)])
    func halves(_ environment: [String: String], _ file: String, _ sentence: String) async {
        let bench = ChainBench(environment: environment, credentials: file)
        let error = await failure { try await bench.chain.credentials() }
        #expect(error?.kind == .noCredentials)
        #expect(error?.message.contains(sentence) == true, "\(error?.message ?? "")")
    }

    @Test("names every place it looked in when there are no credentials at all")
    func nothing() async {
        let bench = ChainBench(environment: ["AWS_EC2_METADATA_DISABLED": "true"])
        let error = await failure { try await bench.chain.credentials() }
        #expect(error?.kind == .noCredentials)
        for word in [
            "AWS_ACCESS_KEY_ID", "/home/me/.aws/config", "/home/me/.aws/credentials", "container", "instance",
            "--profile",
        ] {
            #expect(error?.message.contains(word) == true)
        }
    }

    @Test("sends the web identity unsigned, with the role and the name of the session")
    func webIdentity() async throws {
        let bench = ChainBench(
            environment: [
                "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/web",
                "AWS_ROLE_SESSION_NAME": "me",
            ], files: ["/token": " a.b-c\n"], script: [Self.webIdentity])
        let credentials = try await bench.chain.credentials()
        #expect(credentials.sessionToken == "token of web identity")
        #expect(credentials.expiration == FakeMachine.start + 3_600)
        let request = try #require(bench.transport.requests.first)
        #expect(request.header("Authorization") == nil)
        let form = ScriptedTransport.form(request)
        #expect(form["WebIdentityToken"] == "a.b-c")
        #expect(form["RoleArn"] == "arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fweb")
        #expect(form["RoleSessionName"] == "me")
    }

    @Test("never repeats the web identity token, whatever STS says about it")
    func webIdentityRefused() async {
        let bench = ChainBench(
            environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/r"],
            files: ["/token": "TOKEN.x"],
            script: [
                .init(
                    Self.webIdentity.request, .error("AccessDenied", status: 403, message: "No role for TOKEN.x here."))
            ])
        let error = await failure { try await bench.chain.credentials() }
        #expect(error?.kind == .accessDenied)
        #expect(error?.message == "No role for (secret) here.")
    }
}
