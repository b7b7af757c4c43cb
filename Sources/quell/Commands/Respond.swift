import ArgumentParser
import Engine
import JSON
import Playbook

/// `quell respond`: contains what the events tell of.
struct Respond: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Contain what events tell of, under the rules of a playbook.",
        discussion: """
            Each event is an EventBridge event: a GuardDuty finding or an AWS Config compliance change. A file holds one \
            JSON event, a list of them, or one a line; "-" reads standard input.

            Examples:
              quell respond --playbook Playbooks/default.yaml finding.json
              quell respond --playbook p.yaml --output json - < events.jsonl
              quell respond --playbook p.yaml --dry-run finding.json
            """)

    @Option(name: .long, help: ArgumentHelp("The playbook.", valueName: "file"))
    var playbook: String

    @Flag(name: .long, help: "Decide on the live resources, print the plans, change nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Contain again what was contained before and taken back.")
    var again = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Answer every .json file that appears in the folder, until interrupted.", valueName: "folder"))
    var watch: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Make no change while this file is there; else QUELL_HALT_FILE names it.", valueName: "path")
    )
    var haltFile: String?

    @OptionGroup var aws: AWSOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Files with events; - for standard input.")
    var events: [String] = []

    func validate() throws {
        if events.isEmpty == (watch == nil) {
            throw ValidationError("Name files with events (- for standard input), or a folder to --watch.")
        }
        if dryRun, watch != nil { throw ValidationError("--dry-run goes with files, not with --watch.") }
    }

    func run() async throws {
        let playbook = try PlaybookFile.read(playbook)
        let given = try watch == nil ? InputFiles.events(events) : []
        if dryRun {
            return try await PlanCommand.preview(given, playbook, aws, journal, output.output)
        }
        let wiring = try Wiring(
            aws, playbook: playbook, journal: journal.place(), again: again, isService: watch != nil, haltFile: haltFile
        )
        let clerk = ResponseClerk(wiring: wiring, format: output.output)
        if let watch { try await Inbox(folder: watch).answer(with: clerk) }
        let responses = try await clerk.answer(given)
        if playbook.asksForApproval { try await clerk.expireApprovals() }
        await wiring.shutDown()
        let status = ExitStatus.of(responses.map(\.conclusion.outcome))
        if status != .done { throw status }
    }
}
