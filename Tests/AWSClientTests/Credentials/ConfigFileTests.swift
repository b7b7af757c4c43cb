import Testing

@testable import AWSClient

@Suite struct ConfigFileTests {
    private func read(
        config: String? = nil, credentials: String? = nil, environment: [String: String] = [:]
    ) throws -> ConfigFile {
        var files: [String: String] = [:]
        files["/home/me/.aws/config"] = config
        files["/home/me/.aws/credentials"] = credentials
        return try ConfigFile.read(FakeMachine(environment: environment, files: files).surroundings)
    }

    @Test(
        "finds the profile behind each spelling of a section",
        arguments: [
            ("[profile deploy]", "deploy"), ("[profile  deploy ]", "deploy"), ("[profile\tdeploy]", "deploy"),
            ("[ profile deploy ]", "deploy"), ("[profile \"two words\"]", "two words"),
            ("[profile 'two words']", "two words"), ("[profile \"]", "\""), ("[default]", "default"),
            ("[profile default]", "default"), ("[profile a/b.c]", "a/b.c"),
            ("[profile deploy] # of the team", "deploy"),
        ])
    func sections(_ section: String, _ name: String) throws {
        let file = try read(config: "\(section)\nregion = eu-central-1\n")
        #expect(file.names == [name])
        #expect(file[name] == ["region": "eu-central-1"])
    }

    @Test(
        "takes no profile from other sections of the config file",
        arguments: ["[sso-session me]", "[services local]", "[deploy]", "[profiles deploy]", "[preview]"])
    func otherSections(_ section: String) throws {
        let file = try read(config: "[default]\nregion = eu-central-1\n\(section)\nregion = us-east-1\n")
        #expect(file.names == ["default"])
        #expect(file["default"] == ["region": "eu-central-1"])
    }

    @Test("takes the name of a section of the credentials file as it is")
    func credentialsSections() throws {
        let file = try read(credentials: "[deploy]\naws_access_key_id = AKIA1\n[profile x]\naws_access_key_id = AKIA2")
        #expect(file["deploy"] == ["aws_access_key_id": "AKIA1"])
        #expect(file["profile x"] == ["aws_access_key_id": "AKIA2"])
        #expect(file["x"] == nil)
    }

    @Test("reads settings with comments, empty lines, nested lines and any case of names")
    func settings() throws {
        let file = try read(
            config: """
                # region = us-east-1
                stray = before any section
                [profile deploy]
                ; a comment
                  # an indented comment

                Region=eu-central-1
                role_arn\t=\tarn:aws:iam::111122223333:role/a=b
                external_id = a # b
                s3 =
                  addressing_style = path
                \tregion = us-east-1
                duration_seconds = 900
                """)
        #expect(
            file["deploy"] == [
                "region": "eu-central-1", "role_arn": "arn:aws:iam::111122223333:role/a=b", "external_id": "a # b",
                "s3": "", "duration_seconds": "900",
            ])
    }

    @Test("reads settings that are all indented, and leaves out what is deeper than the setting before it")
    func indentation() throws {
        let file = try read(
            config: """
                [profile a]
                    region = eu-central-1
                    s3 =
                        region = us-east-1
                  external_id = x
                    region = us-east-2
                duration_seconds = 900
                [services local]
                    ec2 =
                        no setting
                [profile b]
                \tregion = eu-west-1
                """)
        #expect(
            file["a"] == ["region": "eu-central-1", "s3": "", "external_id": "x", "duration_seconds": "900"])
        #expect(file["b"] == ["region": "eu-west-1"])
    }

    @Test("says where it looked, and where there was nothing to read")
    func looked() throws {
        let file = try read(credentials: "[a]", environment: ["AWS_SHARED_CREDENTIALS_FILE": "~/.aws/credentials"])
        #expect(
            file.places == ["/home/me/.aws/config (not there, or not readable)", "/home/me/.aws/credentials"])
    }

    @Test("reads the line ends of Windows")
    func lineEnds() throws {
        let file = try read(config: "[profile deploy]\r\nregion = eu-central-1\r\noutput = json\r\n")
        #expect(file["deploy"] == ["region": "eu-central-1", "output": "json"])
    }

    @Test("merges both files, and the credentials file wins")
    func merges() throws {
        let file = try read(
            config: "[profile deploy]\nregion = eu-central-1\naws_access_key_id = AKIA1\n[profile other]\n",
            credentials: "[deploy]\naws_access_key_id = AKIA2\n")
        #expect(file.names == ["deploy", "other"])
        #expect(file["deploy"] == ["region": "eu-central-1", "aws_access_key_id": "AKIA2"])
        #expect(file["other"] == [:])
    }

    @Test("is empty when neither file is there")
    func missing() throws {
        #expect(try read().names.isEmpty)
        #expect(try read()["default"] == nil)
    }

    @Test("reads the files that the environment names, also those below the home")
    func places() throws {
        let machine = FakeMachine(
            environment: ["AWS_CONFIG_FILE": "~/other/config", "AWS_SHARED_CREDENTIALS_FILE": "/etc/aws"],
            files: [
                "/home/me/other/config": "[profile a]", "/etc/aws": "[b]", "/home/me/.aws/config": "[profile c]",
                "/home/me/.aws/credentials": "[d]",
            ])
        #expect(try ConfigFile.read(machine.surroundings).names == ["a", "b"])
    }

    @Test(
        "names file and line of what it cannot read, and never says what the line holds",
        arguments: [
            ("[default]\n\n[profile wJalrSECRET\n", 3), ("[default]\naws_secret_access_key wJalrSECRET\n", 2),
            ("# first\r\nwJalrSECRET\r\n", 2),
        ])
    func errors(_ text: String, _ line: Int) async {
        for (config, credentials, path) in [(text, nil, "config"), (nil, text, "credentials")]
            as [(String?, String?, String)]
        {
            let error = await failure { try read(config: config, credentials: credentials) }
            #expect(error?.kind == .noCredentials)
            #expect(error?.message.hasPrefix("/home/me/.aws/\(path):\(line): ") == true)
            #expect(error?.description.contains("SECRET") == false)
        }
    }
}
