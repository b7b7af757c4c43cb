import ArgumentParser
import Engine
import JSON

/// `quell approvals expire`: tells people of what they have not answered.
struct ApprovalsExpire: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expire",
        abstract: "Mark requests that nobody has answered in time, and tell people once more.",
        discussion: """
            Every "quell respond" and every run of the function do the same. The topic of "escalate" is told where the \
            playbook names one.

            Example:
              quell approvals expire --playbook p.yaml
            """)

    @Option(name: .long, help: ArgumentHelp("The playbook.", valueName: "file"))
    var playbook: String

    @OptionGroup var aws: AWSOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wiring = try Wiring(aws, playbook: PlaybookFile.read(playbook), journal: journal.place())
        let responses = try await wiring.responder.expireApprovals()
        await wiring.shutDown()
        switch output.output {
        case .json: Terminal.line(JSONValue.array(responses.map(\.json)).indented)
        case .text:
            for response in responses {
                Terminal.line("\(response.execution)\n\(ResponseText.details(response))")
            }
            Terminal.line(responses.count == 1 ? "1 request expired." : "\(responses.count) requests expired.")
        }
        if !responses.isEmpty { throw ExitStatus.heldOrPartial }
    }
}
