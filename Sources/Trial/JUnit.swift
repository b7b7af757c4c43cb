import Playbook
import PlaybookText

/// Results in the XML of JUnit, which every build server reads.
package struct JUnit {
    package struct Suite: Sendable {
        /// The file of the tests.
        package let name: String
        package let results: [CaseResult]

        package init(name: String, results: [CaseResult]) {
            (self.name, self.results) = (name, results)
        }
    }

    private let suites: [Suite]

    package init(_ suites: [Suite]) { self.suites = suites }

    package var text: String {
        let all = suites.flatMap(\.results)
        var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
        lines.append("<testsuites \(Self.counts(all))>")
        for suite in suites {
            lines.append("  <testsuite name=\"\(Self.escaped(suite.name))\" \(Self.counts(suite.results))>")
            for result in suite.results { lines += Self.lines(result, suite.name) }
            lines.append("  </testsuite>")
        }
        return (lines + ["</testsuites>", ""]).joined(separator: "\n")
    }

    private static func counts(_ results: [CaseResult]) -> String {
        let seconds = results.reduce(0) { $0 + $1.seconds }
        return
            "tests=\"\(results.count)\" failures=\"\(results.count { !$0.isPassed })\" errors=\"0\" time=\"\(time(seconds))\""
    }

    private static func lines(_ result: CaseResult, _ file: String) -> [String] {
        let line = result.test.position.line
        let head =
            "    <testcase name=\"\(escaped(result.test.name))\" classname=\"\(escaped(file))\" file=\"\(escaped(file))\" "
            + "line=\"\(line)\" time=\"\(time(result.seconds))\""
        guard !result.isPassed else { return [head + "/>"] }
        let differences = result.differences.map { "\($0.what): expected \($0.expected), but was \($0.actual)" }
        let why = result.happened.map { "\($0.rule ?? "no rule"): \($0.why)" }
        return [
            head + ">",
            "      <failure message=\"\(escaped(differences.joined(separator: "; ")))\">"
                + escaped((["\(file):\(line)"] + differences + why).joined(separator: "\n")) + "</failure>",
            "    </testcase>",
        ]
    }

    private static func time(_ seconds: Double) -> String {
        let milliseconds = Int((seconds * 1_000).rounded())
        let rest = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }

    /// XML has no way to write most control characters; they are replaced.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "&#10;"
            case "\t": escaped += "&#9;"
            case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
