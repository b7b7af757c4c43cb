package import JSON
package import Playbook

/// Findings as SARIF 2.1.0, which code scanning of GitHub, GitLab and others reads.
package struct LintSARIF {
    /// One log with one run; the version is that of the program.
    package static func value(_ findings: [Diagnostic], version: String) -> JSONValue {
        let ids = Set(findings.map(\.lint)).sorted()
        let driver: JSONValue = [
            "name": "quell", "version": .string(version), "rules": .array(ids.compactMap { Lint.named($0).map(rule) }),
        ]
        return [
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                [
                    // A column of Quell is a Unicode scalar.
                    "columnKind": "unicodeCodePoints", "tool": ["driver": driver],
                    "results": .array(findings.map { result($0, ids) }),
                ]
            ],
        ]
    }

    private static func rule(_ lint: Lint) -> JSONValue {
        let help = "Why: \(Lint.plain(lint.why)) Fix: \(lint.plainFix)"
        return [
            "id": .string(lint.id), "name": .string(lint.name),
            "shortDescription": ["text": .string(lint.summary)],
            "fullDescription": ["text": .string(Lint.plain(lint.why))],
            "help": ["text": .string(help)], "defaultConfiguration": ["level": .string(lint.severity.rawValue)],
        ]
    }

    private static func result(_ finding: Diagnostic, _ ids: [String]) -> JSONValue {
        let location: JSONValue = ["uri": .string(uri(finding.file))]
        var result: [String: JSONValue] = [
            "ruleId": .string(finding.lint), "level": .string(finding.severity.rawValue),
            "message": ["text": .string(finding.sentence)],
            "locations": [
                [
                    "physicalLocation": [
                        "artifactLocation": location, "region": region(finding.position, nil),
                    ]
                ]
            ],
        ]
        if let index = ids.firstIndex(of: finding.lint) { result["ruleIndex"] = .number(String(index)) }
        if let fix = finding.fix {
            let replacement: JSONValue = [
                "deletedRegion": region(fix.edit.start, fix.edit.end),
                "insertedContent": ["text": .string(fix.edit.text)],
            ]
            result["fixes"] = [
                [
                    "description": ["text": .string(fix.what)],
                    "artifactChanges": [["artifactLocation": location, "replacements": [replacement]]],
                ]
            ]
        }
        return .object(result)
    }

    private static func region(_ start: Position, _ end: Position?) -> JSONValue {
        var region: [String: JSONValue] = [
            "startLine": .number(String(start.line)), "startColumn": .number(String(start.column)),
        ]
        if let end {
            region["endLine"] = .number(String(end.line))
            region["endColumn"] = .number(String(end.column))
        }
        return .object(region)
    }

    /// A path as a URI reference: a relative one stays relative.
    static func uri(_ path: String) -> String {
        let plain = path.utf8.map { byte -> String in
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-._~/".utf8.contains(byte)
            guard !isPlain else { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.utf8.count == 1 ? "0" : "") + digits
        }.joined()
        return path.hasPrefix("/") ? "file://" + plain : plain
    }
}
