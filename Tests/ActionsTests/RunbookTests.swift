import ActionKit
import JSON
import Testing

@testable import Actions

@Suite struct RunbookTests {
    private let event: JSONValue = [
        "account": "111122223333", "count": 7,
        "detail": ["ids": ["a", "b"], "flag": true, "none": nil, "evil": "a\nb", "long": .string(long)],
    ]
    private static let long = String(repeating: "x", count: 513)

    @Test("resolves texts and paths to lists of texts")
    func resolves() throws {
        let runbook = try Self.runbook(
            parameters: [
                "Plain": "AES256", "Id": "$.account", "Count": "$.count", "Both": ["$.detail.ids[1]", "$ 5"],
            ])
        let resolved = try runbook.parameters(from: event)
        let expected: [String: JSONValue] = [
            "Plain": ["AES256"], "Id": ["111122223333"], "Count": ["7"], "Both": ["b", "$ 5"],
        ]
        #expect(resolved == expected)
    }

    @Test(
        "does not resolve what is no single, plain value",
        arguments: [
            "$.missing", "$.detail", "$.detail.ids", "$.detail.ids[2]", "$.detail.flag", "$.detail.none",
            "$.detail.evil",
            "$.detail.long",
        ])
    func refuses(_ path: String) throws {
        let runbook = try Self.runbook(parameters: ["Name": .string(path)])
        let error = #expect(throws: Runbook.Unresolved.self) { try runbook.parameters(from: event) }
        #expect(error?.description.contains("Name") == true)
        #expect(error?.description.contains(path) == true)
    }

    @Test(
        "refuses documents, versions and parameters that SSM would not take",
        arguments: [
            ("document", ["document": "ab"]), ("document", ["document": "Run book"]), ("document", ["document": ""]),
            ("document-version", ["document": "AWS-X", "document-version": "latest"]),
            ("document-version", ["document": "AWS-X", "document-version": "0"]),
            ("parameters", ["document": "AWS-X", "parameters": ["Name": "$.a["]]),
            ("parameters", ["document": "AWS-X", "parameters": ["Name": "a\u{0}"]]),
            ("parameters", ["document": "AWS-X", "parameters": ["": "a"]]),
            ("execution-role", ["document": "AWS-X", "execution-role": "path/name"]),
            ("assume-role", ["document": "AWS-X", "assume-role": "arn:aws:iam::1:role/x"]),
            ("assume-role", ["document": "AWS-X", "assume-role": "name", "central": true]),
            ("assume-role", ["document": "AWS-X", "assume-role": "name", "parameters": ["AutomationAssumeRole": "x"]]),
        ] as [(String, [String: JSONValue])])
    func mistakes(_ option: String, _ given: [String: JSONValue]) throws {
        let options = try Options(given, for: StartAutomation.manifest)
        let mistake = #expect(throws: Options.Mistake.self) { try StartAutomation(options) }
        #expect(mistake?.option == option)
    }

    @Test("needs a document")
    func document() {
        #expect(throws: Options.Mistake.self) { try Options([:], for: StartAutomation.manifest) }
    }

    static func runbook(_ document: JSONValue = "AWS-X", parameters: JSONValue = [:]) throws -> Runbook {
        try Runbook(Options(["document": document, "parameters": parameters], for: StartAutomation.manifest))
    }
}
