import ActionKit
import Actions
import ArgumentParser
import JSON
import PlaybookText

/// `quell schema`: the JSON Schema of a playbook.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the JSON Schema of a playbook, for editors.",
        discussion: """
            Editors with the YAML language server complete and check a playbook that begins with the line
            # yaml-language-server: $schema=PATH

            Example:
              quell schema > playbook.schema.json
            """)

    func run() throws {
        Terminal.line(PlaybookSchema(ActionRegistry.all.map { $0.manifest }).value.indented)
    }
}
