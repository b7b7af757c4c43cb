import ArgumentParser
import Engine
import JSON

/// `quell respond`: contains what the events tell of.
struct Respond: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Contain what events tell of, under the rules of a playbook.",
        discussion: """
            Each event is an EventBridge event: a GuardDuty finding or an AWS Config compliance change. A file holds one
            JSON event, a list of them, or one a line; "-" reads standard input.

            Examples:
              quell respond --playbook Playbooks/default.yaml finding.json
              aws sqs receive-message ... | jq -c ... | quell respond --playbook p.yaml --output json -
              quell respond --playbook p.yaml --dry-run finding.json     decide, and change nothing
            """)

    @Option(name: .long, help: ArgumentHelp("The playbook.", valueName: "file"))
    var playbook: String

    @Flag(name: .long, help: "Decide on the live resources, print the plans, change nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Contain again what was contained before and taken back.")
    var again = false

    @OptionGroup var aws: AWSOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Files with events; - for standard input.")
    var events: [String]

    func run() async throws {
        let playbook = try PlaybookFile.read(playbook)
        let events = try InputFiles.events(events)
        if dryRun {
            return try await PlanCommand.preview(events, playbook, aws, journal, output.output)
        }
        let wiring = try Wiring(aws, playbook: playbook, journal: journal.journal, again: again)
        var responses: [Response] = []
        let table = Table(ResponseText.titles, widths: ResponseText.widths)
        if output.output == .text { Terminal.line(table.header) }
        for event in events {
            let start = ContinuousClock.now
            let new = try await wiring.responder.respond(to: event)
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            responses += new
            guard output.output == .text else { continue }
            for response in new {
                Terminal.line(table.row(ResponseText.cells(response, seconds: seconds)))
                Terminal.line(ResponseText.details(response))
            }
        }
        if output.output == .json { Terminal.line(JSONValue.array(responses.map(\.json)).indented) }
        await wiring.shutDown()
        let status = ExitStatus.of(responses.map(\.conclusion.outcome))
        if status != .done { throw status }
    }
}
