import Testing

@testable import AWSClient

@Suite struct CredentialCommandTests {
    @Test(
        "splits words as a shell does, without expanding them",
        arguments: [
            ("", []), ("   ", []), ("a b\tc", ["a", "b", "c"]), ("  a   b ", ["a", "b"]),
            (#"a "b c" 'd e'"#, ["a", "b c", "d e"]), (#"a"b"'c'd"#, ["abcd"]), (#"a "" ''"#, ["a", "", ""]),
            (#"a\ b"#, ["a b"]), (#"'a\b'"#, [#"a\b"#]), (#""a\"b""#, [#"a"b"#]), (#""a\\b""#, [#"a\b"#]),
            (#""C:\new\$x""#, [#"C:\new$x"#]), (#"C:\new"#, ["C:new"]), (#""it's" 'say "x"'"#, ["it's", #"say "x""#]),
            ("$HOME `id` *", ["$HOME", "`id`", "*"]),
        ] as [(String, [String])])
    func words(_ command: String, _ words: [String]) {
        #expect(CredentialCommand.words(command) == words)
    }

    @Test("refuses what is not closed", arguments: [#"a "b"#, "a 'b", #"a \"#, #"a "b\"#])
    func open(_ command: String) async {
        #expect(CredentialCommand.words(command) == nil)
        #expect(
            await CredentialCommand.run(command)
                == .failure(
                    .init(description: "The command has a quote or a backslash at its end that is not closed.")))
    }

    @Test("gives what a command prints, also when it complains at length")
    func prints() async {
        let result = await CredentialCommand.run("sh -c 'head -c 20000 /dev/zero >&2; printf \"%s\" \"a  b\"'")
        #expect(result == .success(Array("a  b".utf8)))
    }

    @Test("runs a program by its path as well as by its name")
    func path() async {
        #expect(await CredentialCommand.run("/bin/sh -c 'printf x'") == .success(Array("x".utf8)))
    }

    @Test("says that a command failed, and neither its arguments nor what it printed")
    func fails() async throws {
        let exit = await CredentialCommand.run("sh -c 'echo no such vault >&2; exit 3' SECRET")
        let missing = await CredentialCommand.run("/nonexistent/program SECRET")
        let texts = [exit, missing].map { result in
            if case .failure(let failure) = result { failure.description } else { "" }
        }
        #expect(texts[0].contains("sh ended with") && !texts[0].contains("no such vault"))
        #expect(texts[1].hasPrefix("/nonexistent/program cannot be run"))
        #expect(!texts.joined().contains("SECRET"))
    }

    @Test("says that an empty command is empty")
    func empty() async {
        #expect(await CredentialCommand.run(" ") == .failure(.init(description: "The command is empty.")))
    }
}
