import ArgumentParser
import Engine
import JSON

/// `quell approvals decline`: a person's word against one plan.
struct ApprovalsDecline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline",
        abstract:
            "Decline a plan: it is not applied, and its finding not planned for again unless there is news of it.",
        discussion: """
            Example:
              quell approvals decline 5f1c0e9a77d24b31 --plan 9c1f04aa21b0 --why "Load test, ticket 4711"
            """)

    @Option(name: .long, help: ArgumentHelp("Hash of the plan, at least its first 8 digits.", valueName: "hash"))
    var plan: String

    @Option(name: .long, help: ArgumentHelp("The reason, for the journal.", valueName: "text"))
    var why: String

    @OptionGroup var aws: AWSOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Id of the execution; \"quell approvals list\" shows them.")
    var execution: String

    func validate() throws {
        if why.isEmpty || why.utf8.count > 500 { throw ValidationError("Give a reason of 1 to 500 bytes with --why.") }
    }

    func run() async throws {
        let wiring = try Wiring(aws, journal: journal.place())
        let paper = try await wiring.desk.decline(execution, plan: plan, why: why)
        await wiring.shutDown()
        switch output.output {
        case .json: Terminal.line(try ApprovalText.json(paper).indented)
        case .text: Terminal.line("Declined. Nothing is changed by execution \(execution).")
        }
    }
}
