import AWSClient
import ActionKit
import Actions
import ArgumentParser
import JSON

/// `quell actions`: what a playbook can ask for.
struct ActionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actions", abstract: "List the actions, or show one with its options and permissions.",
        discussion: """
            Examples:
              quell actions
              quell actions ec2.isolate-instance
            """)

    @OptionGroup var output: OutputOptions

    @Argument(help: "Id of an action.")
    var name: String?

    func run() async throws {
        let all = ActionRegistry.all.map { $0.manifest }.sorted { $0.id < $1.id }
        guard let name else { return list(all) }
        guard let manifest = all.first(where: { $0.id == name }) else {
            throw BadInput("There is no action \"\(name)\". There are: \(all.map(\.id).joined(separator: ", ")).")
        }
        switch output.output {
        case .json: Terminal.line(json(manifest).indented)
        case .text: Terminal.line(text(manifest))
        }
    }

    private func list(_ all: [Manifest]) {
        switch output.output {
        case .json: Terminal.line(JSONValue.array(all.map(json)).indented)
        case .text:
            Terminal.line(
                Table.text(
                    ["ACTION", "PHASE", "WHAT IT DOES"],
                    all.map { [Table.Cell($0.id), Table.Cell($0.phase.rawValue), Table.Cell($0.summary)] }))
        }
    }

    private func text(_ manifest: Manifest) -> String {
        var lines = [Terminal.styled(manifest.id, .bold), manifest.summary, "", "Options:"]
        lines += manifest.options.map { option in
            let standard = option.standard.map { "standard \($0)" } ?? "required"
            return "  \(option.name): \(option.kind), \(standard). \(option.help)"
        }
        if manifest.options.isEmpty { lines.append("  none") }
        lines += ["", "IAM actions:"] + manifest.iamActions.map { "  \($0)" }
        return lines.joined(separator: "\n")
    }

    private func json(_ manifest: Manifest) -> JSONValue {
        func ids(_ operations: [String]) -> JSONValue { .array(operations.sorted().map(JSONValue.string)) }
        return [
            "id": .string(manifest.id), "summary": .string(manifest.summary), "phase": .string(manifest.phase.rawValue),
            "reads": ids(manifest.everyRead.map(\.id)), "writes": ids(manifest.writes.map(\.id)),
            "undos": ids(manifest.undos.map(\.id)), "iamActions": ids(manifest.iamActions),
            "options": .array(
                manifest.options.map { option in
                    [
                        "name": .string(option.name), "holds": .string("\(option.kind)"),
                        "standard": option.standard ?? .null, "help": .string(option.help),
                    ]
                }),
        ]
    }
}
