import JSON
import Playbook
import Testing

@testable import Engine

@Suite struct ExceptionFileTests {
    private func mistake(_ text: String) -> String {
        do throws(ExceptionFile.Mistake) {
            return "none: \(try ExceptionFile(text).records.count) records"
        } catch {
            return error.description
        }
    }

    @Test("a file that was written is read again, in its order")
    func roundTrip() throws {
        var file = ExceptionFile()
        try file.put(Approved.record(id: "b", templateVersion: "3", findings: ["Recon:*"]))
        try file.put(Approved.record(id: "a"))
        #expect(try ExceptionFile(file.text) == file)
        #expect(file.records.map(\.id) == ["b", "a"])
    }

    @Test("a record takes the place of the one with its id; a wrong one is not taken")
    func put() throws {
        var file = ExceptionFile()
        try file.put(Approved.record(reason: "old"))
        try file.put(Approved.record(reason: "new"))
        #expect(file.records.map(\.reason) == ["new"])
        #expect(throws: ExceptionFile.Mistake.self) { try file.put(Approved.record(resources: [])) }
    }

    private static func record(_ change: [String: JSONValue?]) -> String {
        var members = Approved.instance.json.object ?? [:]
        for (name, value) in change { members[name] = value }
        let file: JSONValue = ["quell-exceptions": 1, "records": [.object(members)]]
        return file.description
    }

    private static let wrong: [(String, String)] = [
        ("", "not JSON"), ("[]", "must be an object"), (#"{"records":[]}"#, "must be an object"),
        (#"{"quell-exceptions":2,"records":[]}"#, "must be an object"),
        (#"{"quell-exceptions":1,"records":[],"more":1}"#, "nothing else"),
        (#"{"quell-exceptions":1,"records":["x"]}"#, "without an id needs"), (record(["until": nil]), "JIRA-1 needs"),
        (record(["actions": "x"]), "needs"), (record(["findings": [1]]), "needs"),
        (record(["template-version": 3]), "needs"), (record(["untill": "x"]), "has \"untill\""),
        (record(["resources": ["i-1"]]), "no ARN"),
    ]

    @Test("what is no file of records is refused as a whole, with a sentence", arguments: wrong)
    func refuses(_ text: String, _ sentence: String) { #expect(mistake(text).contains(sentence)) }

    @Test("two records with one id are refused")
    func twice() {
        let record = Approved.instance.json
        let file: JSONValue = ["quell-exceptions": 1, "records": [record, record]]
        #expect(mistake(file.description).contains("two records"))
    }

    @Test("only what is signed is looked into")
    func register() throws {
        var file = ExceptionFile()
        try file.put(Approved.instance)
        let (key, other) = (SigningKey(), SigningKey())
        let signature = try key.sign(file.text)
        func register(_ text: String, _ signature: String?, _ key: SigningKey = key) -> ExceptionRegister {
            ExceptionFile.register(text, signature: signature, keys: [key.publicText])
        }
        #expect(register(file.text, signature) == Approved.register(Approved.instance))
        #expect(register(file.text, nil) == .untrusted(.unsigned))
        #expect(register(file.text, signature, other) == .untrusted(.badSignature))
        #expect(register(file.text.replacing("JIRA-1", with: "JIRA-2"), signature) == .untrusted(.badSignature))
        #expect(register("no JSON", signature) == .untrusted(.badSignature))
        guard case .unreadable(let why) = register("no JSON", try key.sign("no JSON")) else {
            return #expect(Bool(false), "signed nonsense is nonsense")
        }
        #expect(why.contains("not JSON"))
    }

    @Test("a playbook's file is read when it is needed, or was taken along")
    func ofPlaybook() throws {
        let key = SigningKey()
        var file = ExceptionFile()
        try file.put(Approved.instance)
        let (text, signature) = (file.text, try key.sign(file.text))
        var terms = StrictExceptions(records: .file("e.json"), keys: [key.publicText])
        func register(_ files: [String: String]) -> ExceptionRegister {
            ExceptionFile.register(of: terms) { files[$0].map { Array($0.utf8) } }
        }
        #expect(register(["e.json": text, "e.json.sig": signature + "\n"]) == Approved.register(Approved.instance))
        #expect(register(["e.json": text]) == .untrusted(.unsigned))
        guard case .unreadable = register(["e.json.sig": signature]) else {
            return #expect(Bool(false), "a file that is gone says nothing")
        }
        terms.carried = StrictExceptions.Signed(document: text, signature: signature)
        #expect(register([:]) == Approved.register(Approved.instance))
    }
}
