import ArgumentParser
import JSON
import Playbook
import PlaybookText

/// `quell lints`: what `quell check` looks for.
struct Lints: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the lints of quell check, or explain one with an example.",
        discussion: """
            Examples:
              quell lints
              quell lints QL214
            """)

    @OptionGroup var output: OutputOptions

    @Argument(help: "Id of a lint.")
    var id: String?

    func run() throws {
        guard let id else { return list() }
        guard let lint = Lint.named(id.uppercased()) else {
            throw BadInput("There is no lint \"\(id)\". The command quell lints lists them.")
        }
        switch output.output {
        case .json: Terminal.line(LintJSON.lint(lint).indented)
        case .text: Terminal.line(LintText.explanation(lint))
        }
    }

    private func list() {
        switch output.output {
        case .json: Terminal.line(JSONValue.array(Lint.all.map(LintJSON.lint)).indented)
        case .text:
            let rows = Lint.all.map { lint in
                [Table.Cell(lint.id), Table.Cell(lint.severity.rawValue), Table.Cell(Lint.plain(lint.summary))]
            }
            Terminal.line(Table.text(["ID", "SEVERITY", "WHAT IT FINDS"], rows))
        }
    }
}
