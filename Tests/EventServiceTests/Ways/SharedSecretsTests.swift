import Testing

@testable import EventService

@Suite("Shared secrets") struct SharedSecretsTests {
    private static let secret = String(repeating: "s", count: 32)

    @Test("one a line; comments and blank lines are none")
    func lines() throws {
        #expect(try SharedSecrets("# new\n \(Self.secret) \r\n\n\(Self.secret)2\n", named: "x").keys.count == 2)
    }

    @Test("a short one, or none, is a mistake", arguments: ["", "# none", "short", "\(secret)\nshort"])
    func mistakes(text: String) {
        #expect(throws: SharedSecrets.Mistake.self) { try SharedSecrets(text, named: "x") }
    }

    @Test("a file that everybody may read keeps no secret")
    func file() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.secret, to: "good")
        try folder.write(Self.secret, to: "open", mode: 0o604)
        #expect(try SharedSecrets(file: folder.path + "/good").keys.count == 1)
        for name in ["open", "missing"] {
            #expect(throws: SharedSecrets.Mistake.self) { try SharedSecrets(file: "\(folder.path)/\(name)") }
        }
    }

    @Test("never prints itself")
    func silent() throws {
        let secrets = try SharedSecrets(Self.secret, named: "x")
        #expect(!"\(secrets) \(String(reflecting: secrets))".contains("sss"))
        var dumped = ""
        dump(secrets, to: &dumped)
        #expect(!dumped.contains("sss"))
    }
}
