import ArgumentParser
import JSON
import Playbook

/// `quell check`: whether a playbook is right.
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a playbook: every error with its file, line, column and what to write instead.",
        discussion: """
            Example:
              quell check Playbooks/default.yaml
            """)

    @OptionGroup var output: OutputOptions

    @Option(
        help: ArgumentHelp("Also write the playbook as the deployed function reads it.", valueName: "file"))
    var compiled: String?

    @Argument(help: "The playbook.")
    var playbook: String

    func run() async throws {
        let playbook = try PlaybookFile.read(playbook)
        if let compiled { try OutputFile.write(PlaybookFile.readWhole(self.playbook).compiled, to: compiled) }
        switch output.output {
        case .json:
            Terminal.line(
                JSONValue.object([
                    "rules": .array(
                        playbook.rules.map { rule in
                            [
                                "name": .string(rule.name),
                                "respond": .array(rule.respond.map { .string($0.action) }),
                            ]
                        }),
                    "warnings": .array(playbook.warnings.map { .string("\($0)") }),
                ]).indented)
        case .text:
            let rows = playbook.rules.map { rule in
                [Table.Cell(rule.name), Table.Cell(rule.respond.map(\.action).joined(separator: ", "))]
            }
            Terminal.line(Table.text(["RULE", "RESPONDS WITH"], rows))
            for warning in playbook.warnings { Terminal.error("\(warning)") }
            Terminal.line("\(playbook.rules.count) rules, no errors, \(playbook.warnings.count) warnings.")
        }
    }
}
