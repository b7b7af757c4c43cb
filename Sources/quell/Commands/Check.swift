import Actions
import ArgumentParser
import JSON
import Playbook
import PlaybookText

/// `quell check`: whether a playbook is right, and what it should not say.
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check playbooks: everything that is wrong, with its file, line, column and what to write instead.",
        discussion: """
            Each finding has an id, such as QL105; quell lints explains it. A comment "# quell:allow QL213" \
            on the line, or alone on the line above, allows a warning or note. A folder stands for the playbooks in it; files of \
            tests (NAME.test.yaml) are passed over.

            Exit codes: 0 no errors in any of them, 2 errors (with --strict, warnings too), or a file that cannot be read.

            Examples:
              quell check Playbooks/*.yaml
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
        help: ArgumentHelp(
            "Also write the playbook as the deployed function reads it; of one alone.", valueName: "file"))
    var compiled: String?

    @Argument(help: "Playbooks, or folders of playbooks; - for standard input.")
    var playbooks: [String]

    func run() async throws {
        let files = try PlaybookFiles.found(playbooks)
        guard compiled == nil || files.count == 1 else {
            throw BadInput("--compiled writes one playbook, and there are \(files.count). Name one.")
        }
        let linter = PlaybookLinter(actions: ActionRegistry.all)
        var reports: [PlaybookLinter.Report] = []
        for file in files {
            var text = try InputFiles.text(file)
            if fix { text = try corrected(text, file, linter) }
            reports.append(linter.check(text, file: file))
        }
        print(reports)
        guard reports.allSatisfy(isRight) else { throw ExitStatus.badInput }
        if let compiled { try OutputFile.write(PlaybookFile.readWhole(files[0]).compiled, to: compiled) }
    }

    private func isRight(_ report: PlaybookLinter.Report) -> Bool {
        report.playbook != nil && report.count(.error) == 0 && (!strict || report.count(.warning) == 0)
    }

    private func corrected(_ text: String, _ file: String, _ linter: PlaybookLinter) throws -> String {
        guard file != "-" else { throw BadInput("--fix changes a file; name one in place of standard input.") }
        let outcome = PlaybookFixer(linter).fix(text, file: file)
        guard !outcome.applied.isEmpty else { return text }
        try OutputFile.write(outcome.text, to: file)
        for finding in outcome.applied {
            let place = "\(finding.file):\(finding.position.line):\(finding.position.column)"
            Terminal.error("\(place): corrected: \(finding.fix?.what ?? "") [\(finding.lint)]")
        }
        return outcome.text
    }

    private func print(_ reports: [PlaybookLinter.Report]) {
        let findings = reports.flatMap(\.findings)
        switch output {
        case .json: Terminal.line(LintJSON.value(reports).indented)
        case .sarif: Terminal.line(LintSARIF.value(findings, version: Quell.configuration.version).indented)
        case .github: if !findings.isEmpty { Terminal.line(LintGitHub.text(findings)) }
        case .text: printText(reports, findings)
        }
    }

    private func printText(_ reports: [PlaybookLinter.Report], _ findings: [Diagnostic]) {
        for report in reports {
            guard let playbook = report.playbook else { continue }
            let rows = playbook.rules.map { rule in
                [Table.Cell(rule.name), Table.Cell(rule.respond.map(\.action).joined(separator: ", "))]
            }
            if reports.count > 1 { Terminal.line("\(report.file):") }
            Terminal.line(Table.text(["RULE", "RESPONDS WITH"], rows))
            if reports.count > 1 { Terminal.line() }
        }
        if !findings.isEmpty { Terminal.error(LintText.text(findings)) }
        func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s"), " }
        let read = reports.compactMap(\.playbook)
        let files = reports.count > 1 ? counted(reports.count, "playbook") : ""
        let rules = read.isEmpty ? "" : counted(read.reduce(0) { $0 + $1.rules.count }, "rule")
        Terminal.line(files + rules + LintText.count(reports))
    }
}
