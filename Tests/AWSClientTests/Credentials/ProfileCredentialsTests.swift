import Testing

@testable import AWSClient

@Suite struct ProfileCredentialsTests {
    private static let sts = "POST https://sts.eu-central-1.amazonaws.com/ AssumeRole"
    private static let keys = "aws_access_key_id = KEYS\naws_secret_access_key = SECRET\n"
    private static let role = "role_arn = arn:aws:iam::111122223333:role/"

    private func bench(
        _ config: String, environment: [String: String] = [:], files: [String: String] = [:],
        commands: [String: Result<[UInt8], Surroundings.CommandFailure>] = [:], answers: [String] = []
    ) -> ChainBench {
        ChainBench(
            profile: "p", environment: environment, config: config, files: files, commands: commands,
            script: answers.map { .init(Self.sts, .sts("AssumeRole", key: $0)) })
    }

    /// The access key that signed a request.
    private func signer(_ request: HTTPRequest) -> String? {
        let prefix = "AWS4-HMAC-SHA256 Credential="
        guard let text = request.header("Authorization"), text.hasPrefix(prefix) else { return nil }
        return text.dropFirst(prefix.count).split(separator: "/").first.map(String.init)
    }

    @Test("assumes the role of a profile with the keys of its source")
    func source() async throws {
        let bench = bench("[profile p]\n\(Self.role)a\nsource_profile = q\n[profile q]\n\(Self.keys)", answers: ["A"])
        let credentials = try await bench.chain.credentials()
        #expect(
            credentials
                == Credentials(
                    accessKeyID: "A", secretAccessKey: "secret of A", sessionToken: "token of A",
                    expiration: FakeMachine.start + 3_600))
        let request = try #require(bench.transport.requests.first)
        #expect(signer(request) == "KEYS")
        let form = ScriptedTransport.form(request)
        #expect(form["RoleArn"]?.hasSuffix("role%2Fa") == true)
        #expect(form["RoleSessionName"] == "quell")
        #expect(form["ExternalId"] == nil && form["DurationSeconds"] == nil)
    }

    @Test("sends the external id, the duration and the session name of a profile, to its Region")
    func settings() async throws {
        let bench = ChainBench(
            profile: "p",
            config: """
                [profile p]
                \(Self.role)a
                source_profile = p
                external_id = ticket 7
                duration_seconds = 900
                role_session_name = night
                region = eu-west-1
                \(Self.keys)
                """,
            script: [.init("POST https://sts.eu-west-1.amazonaws.com/ AssumeRole", .sts("AssumeRole", key: "A"))])
        #expect(try await bench.chain.credentials().accessKeyID == "A")
        let form = ScriptedTransport.form(try #require(bench.transport.requests.first))
        #expect(form["ExternalId"] == "ticket+7")
        #expect(form["DurationSeconds"] == "900")
        #expect(form["RoleSessionName"] == "night")
    }

    @Test("assumes one role after another, over any number of profiles")
    func chained() async throws {
        var config = "[profile p]\n\(Self.role)0\nsource_profile = p1\n"
        for number in 1...7 {
            config += "[profile p\(number)]\n\(Self.role)\(number)\nsource_profile = p\(number + 1)\n"
        }
        config += "[profile p8]\n\(Self.keys)"
        let bench = bench(config, answers: ["A7", "A6", "A5", "A4", "A3", "A2", "A1", "A0"])
        #expect(try await bench.chain.credentials().accessKeyID == "A0")
        #expect(bench.transport.requests.map(signer) == ["KEYS", "A7", "A6", "A5", "A4", "A3", "A2", "A1"])
        #expect(bench.transport.requests.last?.header("X-Amz-Security-Token") == "token of A1")
        bench.transport.expectEnd()
    }

    @Test("takes the keys of a source before its role")
    func keysOfSource() async throws {
        let bench = bench(
            "[profile p]\n\(Self.role)a\nsource_profile = q\n"
                + "[profile q]\n\(Self.role)b\nsource_profile = q\n\(Self.keys)",
            answers: ["A"])
        #expect(try await bench.chain.credentials().accessKeyID == "A")
        #expect(bench.transport.requests.map(signer) == ["KEYS"])
    }

    @Test(
        "refuses profiles that are sources of one another",
        arguments: [
            ("[profile p]\n\(role)a\nsource_profile = p\n", "p -> p"),
            ("[profile p]\n\(role)a\nsource_profile = q\n[profile q]\n\(role)b\nsource_profile = p\n", "p -> q -> p"),
            (
                "[profile p]\n\(role)a\nsource_profile = q\n\(keys)[profile q]\n\(role)b\nsource_profile = p\n",
                "p -> q -> p"
            ),
        ])
    func loops(_ config: String, _ way: String) async {
        let bench = bench(config)
        let error = await failure { try await bench.chain.credentials() }
        #expect(error?.kind == .noCredentials)
        #expect(error?.message.contains("The profiles \(way) are sources of one another") == true)
        #expect(error?.message.contains("SECRET") == false)
    }

    @Test(
        "assumes the role of a profile with what its credential source has",
        arguments: ["Environment", "EcsContainer", "Ec2InstanceMetadata"])
    func credentialSource(_ source: String) async throws {
        let json = HTTPResponse.text(#"{"AccessKeyId":"\#(source)","SecretAccessKey":"s","Token":"t"}"#)
        let imds = "http://169.254.169.254/latest"
        let script: [String: [ScriptedTransport.Line]] = [
            "EcsContainer": [.init("GET http://169.254.170.2/task", json)],
            "Ec2InstanceMetadata": [
                .init("PUT \(imds)/api/token", .text("imds")),
                .init("GET \(imds)/meta-data/iam/security-credentials/", .text("r")),
                .init("GET \(imds)/meta-data/iam/security-credentials/r", json),
            ],
        ]
        let bench = ChainBench(
            profile: "p",
            environment: [
                "AWS_ACCESS_KEY_ID": "Environment", "AWS_SECRET_ACCESS_KEY": "s",
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/task",
            ], config: "[profile p]\n\(Self.role)a\ncredential_source = \(source)\n",
            script: (script[source] ?? []) + [.init(Self.sts, .sts("AssumeRole", key: "A"))])
        #expect(try await bench.chain.credentials().accessKeyID == "A")
        #expect(signer(try #require(bench.transport.requests.last)) == source)
        bench.transport.expectEnd()
    }

    @Test("assumes the role of a profile with a web identity")
    func webIdentity() async throws {
        let bench = ChainBench(
            profile: "p",
            config: "[profile p]\n\(Self.role)a\nweb_identity_token_file = /token\nrole_session_name = me\n",
            files: ["/token": "T"],
            script: [
                .init("\(Self.sts)WithWebIdentity", .sts("AssumeRoleWithWebIdentity", key: "A"))
            ])
        #expect(try await bench.chain.credentials().accessKeyID == "A")
        #expect(ScriptedTransport.form(try #require(bench.transport.requests.first))["RoleSessionName"] == "me")
    }

    @Test(
        "says what to do with a profile that it cannot use",
        arguments: [
            ("\(role)a\nmfa_serial = arn:aws:iam::111122223333:mfa/me\nsource_profile = p\n\(keys)", "mfa_serial"),
            ("sso_session = me\n", "aws configure export-credentials --profile p --format env"),
            ("sso_start_url = https://me.awsapps.com/start\n", "aws configure export-credentials --profile p"),
            ("\(role)a\n", "neither source_profile nor a credential_source of Environment"),
            ("\(role)a\ncredential_source = Elsewhere\n", "neither source_profile nor a credential_source"),
            ("\(role)a\ncredential_source = Environment\n", "takes credentials from Environment, but there are none"),
            ("\(role)a\ncredential_source = EcsContainer\n", "takes credentials from EcsContainer, but there are none"),
            (
                "\(role)a\ncredential_source = Ec2InstanceMetadata\n",
                "takes credentials from Ec2InstanceMetadata, but there are none"
            ),
            ("\(role)a\nsource_profile = q\n", "no profile \"q\" in the AWS configuration files. There are: p."),
            (
                "\(role)a\nsource_profile = p\nduration_seconds = 1h\n\(keys)",
                "duration_seconds of \"1h\"; write a whole number"
            ),
            ("aws_access_key_id = A\n", "no aws_secret_access_key"), ("region = eu-west-1\n", "has no credentials"),
        ])
    func advice(_ settings: String, _ sentence: String) async {
        let bench = bench("[profile p]\n\(settings)", environment: ["AWS_EC2_METADATA_DISABLED": "true"])
        let error = await failure { try await bench.chain.credentials() }
        #expect(error?.kind == .noCredentials)
        #expect(error?.message.contains(sentence) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("SECRET") == false)
    }

    @Test("takes what a credential process prints")
    func process() async throws {
        let output = """
            {"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "s", "SessionToken": "t",
            "Expiration": "2026-11-25T09:00:00+01:00"}
            """
        let bench = bench(
            "[profile p]\ncredential_process = \"/opt/my vault\" --for me\n",
            commands: ["\"/opt/my vault\" --for me": .success(Array(output.utf8))])
        #expect(
            try await bench.chain.credentials()
                == Credentials(
                    accessKeyID: "A", secretAccessKey: "s", sessionToken: "t", expiration: FakeMachine.start + 3_600))
    }

    @Test(
        "refuses what is no answer of a credential process, without repeating it",
        arguments: [
            "", "SECRET", #"{"AccessKeyId":"A","SecretAccessKey":"SECRET"}"#,
            #"{"Version":2,"AccessKeyId":"A","SecretAccessKey":"SECRET"}"#,
            #"{"Version":1,"SecretAccessKey":"SECRET"}"#,
            #"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"SECRET","Expiration":"soon"}"#,
        ])
    func processAnswers(_ output: String) async {
        let bench = bench(
            "[profile p]\ncredential_process = vault SECRET\n", commands: ["vault SECRET": .success(Array(output.utf8))]
        )
        let error = await failure { try await bench.chain.credentials() }
        #expect(error?.kind == .noCredentials)
        #expect(
            error?.message.contains("credential_process of profile \"p\" did not print JSON with Version 1") == true)
        #expect(error?.message.contains("SECRET") == false)
    }

    @Test("says why a credential process failed")
    func processFails() async {
        let bench = bench(
            "[profile p]\ncredential_process = vault\n",
            commands: ["vault": .failure(.init(description: "vault ended with exited(1)."))])
        let error = await failure { try await bench.chain.credentials() }
        #expect(error == .noCredentials("The credential_process of profile \"p\" failed. vault ended with exited(1)."))
    }

    @Test("prefers the role of a profile to its keys, and its keys to its process")
    func order() async throws {
        let keys = bench("[profile p]\n\(Self.keys)credential_process = vault\nsso_session = me\n")
        #expect(try await keys.chain.credentials().accessKeyID == "KEYS")
        let role = bench("[profile p]\n\(Self.keys)\(Self.role)a\nsource_profile = p\n", answers: ["A"])
        #expect(try await role.chain.credentials().accessKeyID == "A")
    }
}
