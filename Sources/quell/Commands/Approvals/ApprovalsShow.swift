import ArgumentParser
import Engine
import JSON

/// `quell approvals show`: one plan, step by step.
struct ApprovalsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the plan of an execution step by step, and who has said what to it.",
        discussion: """
            Example:
              quell approvals show 5f1c0e9a77d24b31
            """)

    @OptionGroup var caller: CallerOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Id of the execution; \"quell approvals list\" shows them.")
    var execution: String

    func run() async throws {
        let paper = try await journal.place().read(caller) { try await ApprovalDesk.reading($0).paper(execution) }
        switch output.output {
        case .json: Terminal.line(try ApprovalText.json(paper).indented)
        case .text: Terminal.line(ApprovalText.text(paper))
        }
    }
}
