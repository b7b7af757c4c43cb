import EventPattern
import JSON
import Playbook
@testable import PlaybookText
import Testing

/// Comparing patterns is sound: what is said to cover covers, and what is said to overlap does.
@Suite struct PatternShapeTests {
    private static let details = [
        "{}", "{ type: [{ prefix: \"Trojan:EC2/\" }] }", "{ type: [\"Trojan:EC2/DropPoint\"] }",
        "{ type: [{ prefix: \"Trojan:\" }, { prefix: \"Backdoor:\" }] }", "{ type: [{ suffix: \"DNS\" }] }",
        "{ type: [{ wildcard: \"*:EC2/*\" }] }", "{ type: [{ anything-but: { prefix: \"Trojan:\" } }] }",
        "{ type: [{ exists: true }] }", "{ severity: [{ numeric: [\">=\", 7] }] }", "{ severity: [8] }",
        "{ severity: [{ numeric: [\"<\", 7] }] }", "{ severity: [8], type: [{ prefix: \"Trojan:EC2/\" }] }",
        "{ resource: { resourceType: [Instance] } }", "{ resource: { resourceType: [{ anything-but: [Instance] }] } }",
        "{ resource: { resourceType: [{ exists: false }] } }",
        "{ type: [{ equals-ignore-case: \"trojan:ec2/droppoint\" }] }",
        "{ $or: [{ type: [{ prefix: \"Trojan:EC2/\" }] }, { severity: [8] }] }",
        "{ type: [{ prefix: \"Trojan:\" }], $or: [{ severity: [8] }, { resource: { resourceType: [Instance] } }] }",
    ]

    private func shape(_ detail: String, source: String = "aws.guardduty") throws -> PatternShape {
        let text = detail == "{}" ? "source: [\(source)]" : "source: [\(source)]\ndetail: \(detail)"
        let node = try #require(try YAMLDocument.read(SourceText(text, file: "p.yaml")))
        return try #require(PatternShape(node, try EventPattern(PatternText(node).json)))
    }

    private func pattern(_ detail: String) throws -> EventPattern {
        let text = detail == "{}" ? "source: [aws.guardduty]" : "source: [aws.guardduty]\ndetail: \(detail)"
        let node = try #require(try YAMLDocument.read(SourceText(text, file: "p.yaml")))
        return try EventPattern(PatternText(node).json)
    }

    private static let events: [String] = {
        let types = [
            "Trojan:EC2/DropPoint", "Trojan:EC2/DropPoint!DNS", "Trojan:Lambda/DropPoint", "Backdoor:EC2/Spambot",
            "Backdoor:Runtime/C&CActivity.B!DNS", "Recon:EC2/Portscan", "Policy:S3/BucketPublicAccessGranted",
        ]
        let resources = ["\"Instance\"", "\"AccessKey\""]
        return types.flatMap { type in
            [4, 7, 8].flatMap { severity in
                resources.map { resource in
                    """
                    {"source": "aws.guardduty", "detail": {"type": "\(type)", "severity": \(severity),
                    "resource": {"resourceType": \(resource)}}}
                    """
                }
            } + [#"{"source": "aws.guardduty", "detail": {"type": "\#(type)", "severity": 8, "resource": {"x": 1}}}"#]
        }
    }()

    @Test("what covers another pattern matches every event that the other matches", arguments: details)
    func covers(wide: String) throws {
        let wideShape = try shape(wide)
        let widePattern = try pattern(wide)
        let events = try Self.events.map { try Event($0) }
        for narrow in Self.details where wideShape.covers(try shape(narrow)) {
            let narrowPattern = try pattern(narrow)
            #expect(!events.contains { narrowPattern.matches($0) && !widePattern.matches($0) }, "\(narrow)")
        }
        #expect(wideShape.covers(wideShape))
    }

    @Test(
        "a witness is an event that both match, and there is one where the events show an overlap", arguments: details)
    func witnesses(first: String) throws {
        let events = try Self.events.map { try Event($0) }
        let firstPattern = try pattern(first)
        for second in Self.details {
            let secondPattern = try pattern(second)
            let witness = try shape(first).witness(with: try shape(second))
            if let witness {
                let event = try Event(witness.description)
                #expect(firstPattern.matches(event) && secondPattern.matches(event), "\(second): \(witness)")
            } else {
                #expect(!events.contains { firstPattern.matches($0) && secondPattern.matches($0) }, "\(second)")
            }
        }
    }

    @Test(
        "knows what is wider",
        arguments: [
            ("{ type: [{ prefix: \"Trojan:EC2/\" }] }", "{ type: [\"Trojan:EC2/DropPoint\"] }"),
            ("{ type: [{ prefix: \"Trojan:\" }] }", "{ type: [{ prefix: \"Trojan:EC2/\" }], severity: [8] }"),
            ("{ severity: [{ numeric: [\">=\", 7] }] }", "{ severity: [8, 9.5] }"),
            ("{ type: [{ suffix: \"DNS\" }] }", "{ type: [{ suffix: \"!DNS\" }] }"), ("{}", "{ severity: [8] }"),
            (
                "{ $or: [{ severity: [8] }, { type: [{ prefix: \"Trojan:\" }] }] }",
                "{ type: [\"Trojan:EC2/DropPoint\"] }"
            ),
            ("{ severity: [7, 8] }", "{ severity: [7, 8], $or: [{ type: [a] }, { title: [b] }] }"),
            (
                "{ $or: [{ type: [{ prefix: \"Trojan:\" }] }, { severity: [8] }] }",
                "{ $or: [{ severity: [8], title: [a] }, { type: [\"Trojan:EC2/DropPoint\"] }] }"
            ),
        ])
    func wider(_ wide: String, _ narrow: String) throws {
        #expect(try shape(wide).covers(try shape(narrow)))
        #expect(try !shape(narrow).covers(try shape(wide)))
    }

    @Test("sources apart never meet, and a field that is asked for twice is not decided")
    func apart() throws {
        #expect(try shape("{}").witness(with: shape("{}", source: "aws.config")) == nil)
        let node = try #require(
            try YAMLDocument.read(
                SourceText("account: [a]\n$or: [{ account: [b] }, { region: [c] }]", file: "p.yaml")))
        #expect(PatternShape(node, try EventPattern(PatternText(node).json)) == nil)
    }

    @Test("a pattern is compared in each way through its $or, inside one another and one behind the other")
    func ways() throws {
        func ways(_ detail: String) throws -> Int { try shape(detail).ways.count }
        #expect(try ways("{ type: [a] }") == 1)
        #expect(try ways("{ $or: [{ type: [a] }, { severity: [1] }], title: [b] }") == 2)
        #expect(try ways("{ $or: [{ type: [a], $or: [{ x: [1] }, { y: [1] }] }, { severity: [1] }] }") == 3)
        #expect(try ways("{ a: { $or: [{ x: [1] }, { y: [1] }] }, b: { $or: [{ x: [1] }, { y: [1] }] } }") == 4)
    }

    @Test("more ways than can be compared leave their rules out, and the others are compared")
    func tooManyWays() {
        func rule(_ name: String, _ detail: String) -> String {
            "  - name: \(name)\n    when: { source: [aws.guardduty], detail: \(detail) }\n    respond: [notify]\n"
        }
        let branches = (0..<600).map { "{ type: [\"Trojan:EC2/DropPoint\"], title: [t\($0)] }" }.joined(separator: ", ")
        let text =
            "quell: 1\nrules:\n" + rule("one", "{ type: [\"Trojan:EC2/DropPoint\"] }")
            + rule("two", "{ $or: [\(branches)] }") + rule("three", "{ $or: [\(branches)] }")
            + rule("four", "{ type: [\"Trojan:EC2/DropPoint\"], severity: [8] }")
        let found = WrongPlaybook.found(text)
        #expect(found.contains("QL212 6:11"))
        #expect(!found.contains("QL212 9:11"))
        #expect(found.contains("QL212 12:11"))
    }

    @Test("what is too much to be compared is passed over, and quickly")
    func tooMuch() {
        let many = (0..<20_000).map { "a\($0)" }.joined(separator: ", ")
        let long =
            "quell: 1\nrules:\n  - name: one\n    when: { source: [aws.guardduty], detail: { title: [\(many)] } }\n    respond: [notify]\n"
        #expect(WrongPlaybook.found(long) == ["QL501 4:5"])
    }
}
