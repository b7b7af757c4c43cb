import JSON
import Playbook
import PlaybookText
import Trial

/// What people read of tests.
enum TestText {
    static func line(_ result: CaseResult, file: String) -> String {
        let mark = result.isPassed ? Terminal.styled("✓", .green) : Terminal.styled("✗", .red)
        let time = Terminal.styled("\(Int((result.seconds * 1_000).rounded())) ms", .faint)
        guard !result.isPassed else { return "\(mark) \(Terminal.untrusted(result.test.name)) \(time)" }
        var lines = [
            "\(mark) \(Terminal.untrusted(result.test.name)) \(time)",
            "  \(file):\(result.test.position.line):\(result.test.position.column)",
        ]
        for difference in result.differences {
            lines.append("  \(difference.what)")
            lines.append(Terminal.styled("    - \(Terminal.untrusted(difference.expected))", .red) + "  expected")
            lines.append(Terminal.styled("    + \(Terminal.untrusted(difference.actual))", .green) + "  actual")
        }
        for happening in result.happened {
            lines.append("  \(happening.rule ?? "no rule"), \(happening.outcome): \(Terminal.untrusted(happening.why))")
        }
        return lines.joined(separator: "\n")
    }

    static func summary(_ results: [CaseResult]) -> String {
        let failed = results.count { !$0.isPassed }
        let seconds = results.reduce(0) { $0 + $1.seconds }
        let text = "\(results.count) tests, \(failed) failed, \(Int((seconds * 1_000).rounded())) ms"
        return Terminal.styled(text, failed == 0 ? .green : .red)
    }

    static func coverage(_ coverage: Coverage) -> String {
        let rows = coverage.lines.map { line in
            [
                Table.Cell(line.rule), Table.Cell("\(line.tests)", line.tests == 0 ? .red : nil),
                Table.Cell("\(line.actions.count) of \(line.actions.count + line.untested.count)"),
                Table.Cell(
                    line.untested.isEmpty ? "" : "not tested: \(line.untested.joined(separator: ", "))", .yellow),
            ]
        }
        return Table.text(["RULE", "TESTS", "ACTIONS", ""], rows) + "\n" + short(coverage)
    }

    static func short(_ coverage: Coverage) -> String {
        let (rules, actions) = (coverage.rules, coverage.actions)
        return "Coverage: \(rules.tested) of \(rules.all) rules, \(actions.tested) of \(actions.all) actions."
    }

    static func json(_ suite: JUnit.Suite, _ playbook: String, _ coverage: Coverage) -> JSONValue {
        [
            "playbook": .string(playbook), "file": .string(suite.name),
            "tests": .array(suite.results.map(json)),
            "coverage": .array(
                coverage.lines.map { line in
                    [
                        "rule": .string(line.rule), "tests": .number("\(line.tests)"),
                        "actions": .array(line.actions.map(JSONValue.string)),
                        "untested": .array(line.untested.map(JSONValue.string)),
                    ]
                }),
        ]
    }

    private static func json(_ result: CaseResult) -> JSONValue {
        [
            "name": .string(result.test.name), "line": .number("\(result.test.position.line)"),
            "passed": .bool(result.isPassed),
            "milliseconds": .number("\(Int((result.seconds * 1_000).rounded()))"),
            "differences": .array(
                result.differences.map { difference in
                    [
                        "what": .string(difference.what), "expected": .string(difference.expected),
                        "actual": .string(difference.actual),
                    ]
                }),
            "happened": .array(
                result.happened.map { happening in
                    [
                        "rule": happening.rule.map(JSONValue.string) ?? .null, "outcome": .string(happening.outcome),
                        "why": .string(happening.why), "steps": .array(happening.steps.map(JSONValue.string)),
                        "actions": .object(happening.actions.mapValues { .string($0.rawValue) }),
                    ]
                }),
            "alerts": .number("\(result.alerts)"),
        ]
    }
}
