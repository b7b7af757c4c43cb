import Actions
import ArgumentParser
import JSON
import Playbook
import PlaybookText

/// `quell check`: whether a playbook is right, and what it should not say.
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a playbook: everything that is wrong with its file, line, column and what to write instead.",
        discussion: """
            Each finding has an id, such as QL105; quell lints explains it. A comment "# quell:allow QL213" \
            on the line, or alone on the line above, allows a warning or note.

            Exit codes: 0 no errors, 2 errors (with --strict, warnings too).

            Examples:
              quell check Playbooks/default.yaml
              quell check --strict --output github playbook.yaml
              quell check --output sarif playbook.yaml > quell.sarif
              quell check --fix playbook.yaml
            """)

    /// How findings are printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, sarif, github
    }

    @Option(name: .long, help: "How to print the findings: text, json, sarif or github.")
    var output = Format.text

    @Flag(help: "Take warnings for errors.")
    var strict = false

    @Flag(help: "Correct in the file what can be corrected safely, and print what is left.")
    var fix = false

    @Option(
        help: ArgumentHelp("Also write the playbook as the deployed function reads it.", valueName: "file"))
    var compiled: String?

    @Argument(help: "The playbook.")
    var playbook: String

    func run() async throws {
        var text = try InputFiles.text(playbook)
        let linter = PlaybookLinter(actions: ActionRegistry.all)
        if fix { text = try corrected(text, linter) }
        let report = linter.check(text, file: playbook)
        print(report)
        guard report.playbook != nil, report.count(.error) == 0, !strict || report.count(.warning) == 0 else {
            throw ExitStatus.badInput
        }
        if let compiled { try OutputFile.write(PlaybookFile.readWhole(playbook).compiled, to: compiled) }
    }

    private func corrected(_ text: String, _ linter: PlaybookLinter) throws -> String {
        guard playbook != "-" else { throw BadInput("--fix changes a file; name one in place of standard input.") }
        let outcome = PlaybookFixer(linter).fix(text, file: playbook)
        guard !outcome.applied.isEmpty else { return text }
        try OutputFile.write(outcome.text, to: playbook)
        for finding in outcome.applied {
            let place = "\(finding.file):\(finding.position.line):\(finding.position.column)"
            Terminal.error("\(place): corrected: \(finding.fix?.what ?? "") [\(finding.lint)]")
        }
        return outcome.text
    }

    private func print(_ report: PlaybookLinter.Report) {
        switch output {
        case .json: Terminal.line(LintJSON.value(report).indented)
        case .sarif:
            Terminal.line(LintSARIF.value(report.findings, version: Quell.configuration.version).indented)
        case .github: if !report.findings.isEmpty { Terminal.line(LintGitHub.text(report.findings)) }
        case .text:
            if let playbook = report.playbook {
                let rows = playbook.rules.map { rule in
                    [Table.Cell(rule.name), Table.Cell(rule.respond.map(\.action).joined(separator: ", "))]
                }
                Terminal.line(Table.text(["RULE", "RESPONDS WITH"], rows))
            }
            if !report.findings.isEmpty { Terminal.error(LintText.text(report.findings)) }
            let rules = report.playbook.map { "\($0.rules.count) rule\($0.rules.count == 1 ? "" : "s"), " } ?? ""
            Terminal.line(rules + LintText.count(report))
        }
    }
}
