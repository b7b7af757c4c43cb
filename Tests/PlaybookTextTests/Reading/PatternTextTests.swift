import JSON
import Testing

import Playbook
@testable import PlaybookText

@Suite struct PatternTextTests {
    @Test(
        "JSON types survive, and the order of the fields",
        arguments: [
            (
                #"{b: ["1", 1, 1.50, true, "true", null, ~, yes, 0x1F], a: {"x\"y": ['']}}"#,
                #"{"b":["1",1,1.50,true,"true",null,null,"yes",31],"a":{"x\"y":[""]}}"#
            ),
            ("a:\n  - |\n    two\n    lines\n", #"{"a":["two\nlines\n"]}"#),
        ])
    func json(yaml: String, json: String) throws {
        #expect(try text(yaml).json == json)
        #expect(throws: Never.self) { try JSONValue(parsing: json) }
    }

    @Test("a byte of the JSON text leads back to its place in the YAML")
    func positions() throws {
        let pattern = try text("source: [x]\ndetail:\n  type: [abc, def]\n")
        for (token, line, column) in [("source", 1, 1), ("x", 1, 10), ("detail", 2, 1), ("type", 3, 3), ("def", 3, 15)]
        {
            let offset = pattern.json.utf8.count - (pattern.json.range(from: "\"" + token)?.utf8.count ?? 0)
            #expect(pattern.position(ofByte: offset) == Position(line: line, column: column), "\(token)")
        }
        #expect(pattern.position(ofByte: 1_000_000) == Position(line: 3, column: 15))
    }

    private func text(_ yaml: String) throws -> PatternText {
        let node = try YAMLDocument.read(SourceText(yaml, file: "f"))
        return PatternText(try #require(node))
    }
}

extension String {
    /// The rest of the text from the first occurrence of `part`.
    fileprivate func range(from part: String) -> Substring? {
        indices.first { self[$0...].hasPrefix(part) }.map { self[$0...] }
    }
}
