import Actions
import Foundation
import Playbook
@testable import PlaybookText

/// The published page of each lint: what it declares, and what `quell check` says of its example.
struct LintPages {
    static let folder = "Documentation/lints"
    static let command = "make pages"

    /// Path of a lint's source from the root of the package.
    static func source(of lint: Lint) -> String? {
        let root = PackageFolder.root.appending(path: "Sources/PlaybookText/Lints")
        for group in (try? FileManager.default.contentsOfDirectory(atPath: root.path))?.sorted() ?? [] {
            let folder = root.appending(path: group)
            for file in (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? [] {
                let text = (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)) ?? ""
                if text.contains("\"\(lint.id)\", \"\(lint.name)\"") {
                    return "Sources/PlaybookText/Lints/\(group)/\(file)"
                }
            }
        }
        return nil
    }

    static func page(of lint: Lint, source: String) -> String {
        var lines = [
            "# \(lint.id): \(lint.name)", "",
            "<!-- Written by `\(command)` from \(source). Change that, not this page. -->", "",
            lint.summary, "", "| | |", "|---|---|", "| Severity | \(lint.severity.rawValue) |",
            "| Can be allowed by a comment | \(lint.severity == .error ? "no" : "`# quell:allow \(lint.id)`") |",
            "| Source | [\(source)](../../\(source)) |", "", "## Why", "", lint.why, "", "## What to do", "", lint.fix,
            "",
        ]
        if let wrong = lint.wrong, let right = lint.right {
            let said = WrongPlaybook.linter.check(wrong, file: "playbook.yaml").findings.filter { $0.lint == lint.id }
            lines += ["## Example", "", "```yaml", shown(wrong), "```", "", "`quell check` says:", "", "```"]
            lines += said.map(\.description)
            lines += ["```", "", "In order:", "", "```yaml", shown(right), "```", ""]
        }
        if let undecided = lint.undecided { lines += ["## What it does not find", "", undecided, ""] }
        return lines.joined(separator: "\n")
    }

    static func index() -> String {
        let rows = Lint.all.map { lint in
            let id = lint.severity == .error ? "no" : "yes"
            return
                "| [\(lint.id)](\(lint.id).md) | \(lint.name) | \(lint.severity.rawValue) | \(id) | \(lint.summary) |"
        }
        return
            ([
                "# Lints", "",
                "<!-- Written by `\(command)` from Sources/PlaybookText/Lints. Change those, not this page. -->", "",
                "What `quell check` looks for: [how to use it](../playbooks.md#check). An error keeps the playbook from being "
                    + "used, or a rule from ever responding. A warning is allowed and probably not meant. A note says what "
                    + "may be worth a look.", "",
                "| id | name | severity | may be allowed | what it finds |", "|---|---|---|---|---|",
            ] + rows + [""]).joined(separator: "\n")
    }

    /// Tabs, which an example of wrong YAML has, are made visible.
    private static func shown(_ text: String) -> String { text.replacing("\t", with: "⇥") }
}
