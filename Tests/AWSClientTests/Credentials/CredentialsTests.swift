import JSON
import Testing

@testable import AWSClient

@Suite struct CredentialsTests {
    private let credentials = Credentials(
        accessKeyID: "AKIA1", secretAccessKey: "SECRET", sessionToken: "TOKEN", expiration: 1)

    @Test("never prints secrets")
    func prints() {
        var dumped = ""
        dump(credentials, to: &dumped)
        var nested = ""
        dump(["key": [Optional(credentials)]], to: &nested)
        let texts = [
            credentials.description, credentials.debugDescription, String(describing: credentials),
            String(reflecting: credentials), "\(Optional(credentials) as Any)", "\([credentials])", dumped, nested,
            String(reflecting: FixedCredentials(credentials)),
        ]
        for text in texts {
            #expect(!text.contains("SECRET") && !text.contains("TOKEN"))
            #expect(text.contains("AKIA1"))
        }
    }

    @Test(
        "reads both names of the token, and no expiry where there is none",
        arguments: [
            (
                #"{"AccessKeyId":"AKIA1","SecretAccessKey":"s"}"#,
                Credentials(accessKeyID: "AKIA1", secretAccessKey: "s")
            ),
            (
                #"{"AccessKeyId":"AKIA1","SecretAccessKey":"s","Token":"t","Expiration":null}"#,
                Credentials(accessKeyID: "AKIA1", secretAccessKey: "s", sessionToken: "t")
            ),
            (
                #"{"AccessKeyId":"A","SecretAccessKey":"s","SessionToken":"t","Expiration":"2026-11-25T07:00:00Z"}"#,
                Credentials(accessKeyID: "A", secretAccessKey: "s", sessionToken: "t", expiration: 1_795_590_000)
            ),
        ])
    func reads(_ json: String, _ expected: Credentials) throws {
        #expect(Credentials(try JSONValue(parsing: Array(json.utf8))) == expected)
    }

    @Test(
        "refuses credentials without a key, or with an expiry that is no time",
        arguments: [
            #"{}"#, #"[]"#, #"{"AccessKeyId":"A"}"#, #"{"SecretAccessKey":"s"}"#,
            #"{"AccessKeyId":1,"SecretAccessKey":"s"}"#,
            #"{"AccessKeyId":"A","SecretAccessKey":"s","Expiration":"soon"}"#,
        ])
    func refuses(_ json: String) throws {
        #expect(Credentials(try JSONValue(parsing: Array(json.utf8))) == nil)
    }

    @Test("names the operation whose answer holds no credentials, and not what it holds")
    func answer() async {
        let error = await failure {
            try Credentials(["AccessKeyId": "A", "SecretAccessKey": "SECRET"], from: STS.assumeRole)
        }
        #expect(error?.kind == .unreadableAnswer)
        #expect(error?.operation == "sts:AssumeRole")
        #expect(error?.description.contains("SECRET") == false)
    }
}
