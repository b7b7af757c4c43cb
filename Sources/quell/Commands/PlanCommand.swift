import ActionKit
import ArgumentParser
import Engine
import JSON
import Playbook

/// `quell plan`: what a response would do.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a response would do, step by step, and change nothing.",
        discussion: """
            Reads the live finding and resource, and shows each step with its undo, its IAM action, and the policy the session \
            would have.

            Example:
              quell plan --playbook Playbooks/default.yaml finding.json
            """)

    @Option(name: .long, help: ArgumentHelp("The playbook.", valueName: "file"))
    var playbook: String

    @OptionGroup var aws: AWSOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Files with events; - for standard input.")
    var events: [String]

    func run() async throws {
        let playbook = try PlaybookFile.read(playbook)
        try await Self.preview(InputFiles.events(events), playbook, aws, journal, output.output)
    }

    static func preview(
        _ events: [[UInt8]], _ playbook: Playbook, _ aws: AWSOptions, _ journal: JournalOptions, _ format: OutputFormat
    ) async throws {
        let wiring = try Wiring(aws, playbook: playbook, journal: journal.place(), isReadOnly: true)
        var previews: [Preview] = []
        for event in events { previews += try await wiring.responder.preview(event) }
        await wiring.shutDown()
        switch format {
        case .json: Terminal.line(JSONValue.array(try previews.map(PlanText.json)).indented)
        case .text: Terminal.line(previews.map(PlanText.text).joined(separator: "\n\n"))
        }
        let status = ExitStatus.of(previews.compactMap(\.conclusion?.outcome))
        if status != .done { throw status }
    }
}
