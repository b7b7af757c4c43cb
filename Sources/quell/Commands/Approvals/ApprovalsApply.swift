import ArgumentParser
import Engine
import JSON

/// `quell approvals apply`: does what people have approved.
struct ApprovalsApply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Apply the plan that people have approved, exactly that one.",
        discussion: """
            Reads the live finding, the exception tag, the guardrails and the resource again. Where the plan would be another \
            one now, nothing is changed, and people are asked about the new one (exit status 3).

            Example:
              quell approvals apply 5f1c0e9a77d24b31 --playbook p.yaml
            """)

    @Option(name: .long, help: ArgumentHelp("The playbook.", valueName: "file"))
    var playbook: String

    @OptionGroup var aws: AWSOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Id of the execution; \"quell approvals list\" shows them.")
    var execution: String

    func run() async throws {
        let wiring = try Wiring(aws, playbook: PlaybookFile.read(playbook), journal: journal.place())
        try await Self.apply(execution, wiring, output.output)
    }

    static func apply(_ execution: String, _ wiring: Wiring, _ format: OutputFormat) async throws {
        let response = try await wiring.responder.apply(execution)
        let paper = try await wiring.desk.paper(execution)
        await wiring.shutDown()
        switch format {
        case .json: Terminal.line(try ApprovalText.json(response, paper).indented)
        case .text:
            Terminal.line("\(response.conclusion.outcome.rawValue)\n\(ResponseText.details(response))")
            Terminal.line(ApprovalText.changes(paper).joined(separator: "\n"))
        }
        let status = ExitStatus.of([response.conclusion.outcome])
        if status != .done { throw status }
    }
}
