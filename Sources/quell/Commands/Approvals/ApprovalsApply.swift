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

            With --queue the engine behind the queue is asked to do it.

            Examples:
              quell approvals apply 5f1c0e9a77d24b31 --playbook p.yaml
              quell approvals apply 5f1c0e9a77d24b31 --queue https://sqs.eu-central-1.amazonaws.com/999999999999/quell-inbox
            """)

    @Option(name: .long, help: ArgumentHelp("The playbook.", valueName: "file"))
    var playbook: String?

    @Option(
        name: .long, help: ArgumentHelp("URL of the engine's inbox: the engine applies the plan.", valueName: "url"))
    var queue: String?

    @OptionGroup var aws: AWSOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Id of the execution; \"quell approvals list\" shows them.")
    var execution: String

    func validate() throws {
        if (playbook == nil) == (queue == nil) {
            throw ValidationError("Name the playbook with --playbook, or the engine's inbox with --queue.")
        }
    }

    func run() async throws {
        let rules = try playbook.map(PlaybookFile.read)
        let wiring = try Wiring(aws, playbook: rules, journal: journal.place())
        guard let queue else { return try await Self.apply(execution, wiring, output.output) }
        let paper = try await wiring.desk.paper(execution)
        try await wiring.send(execution, to: queue)
        await wiring.shutDown()
        switch output.output {
        case .json: Terminal.line(try ApprovalText.json(paper).indented)
        case .text: Terminal.line("The engine is asked to apply it: quell journal show \(execution)")
        }
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
