import ArgumentParser
import Engine
import JSON

/// `quell tend`: does what is due and no event asks for.
struct Tend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look whether containments still hold, and go on with what was left in the middle.",
        discussion: """
            Looks 30 seconds, 5 minutes and 1 hour after a containment whether its changes still hold. What does not is done \
            again as it was planned, three times at most, and people are told. Responses whose process has stopped are \
            carried on with, and people are told of approvals that nobody gave in time.

            "quell respond --watch" and the deployed function do the same by themselves. Run it every minute where neither \
            runs. Several may run at once.

            Exit codes: 0 nothing is open, 1 something could not be tended, 3 something is held or partial.

            Examples:
              quell tend --playbook p.yaml
              quell tend --playbook p.yaml --output json
            """)

    @Option(name: .long, help: ArgumentHelp("The playbook.", valueName: "file"))
    var playbook: String

    @Option(
        name: .long,
        help: ArgumentHelp("Make no change while this file is there; else QUELL_HALT_FILE names it.", valueName: "path")
    )
    var haltFile: String?

    @OptionGroup var aws: AWSOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wiring = try Wiring(
            aws, playbook: PlaybookFile.read(playbook), journal: journal.place(), haltFile: haltFile)
        let tended = try await wiring.responder.tend()
        await wiring.shutDown()
        switch output.output {
        case .json: Terminal.line(JSONValue.array(tended.map(\.json)).indented)
        case .text:
            for one in tended { Terminal.line(TendedText.details(one)) }
            Terminal.line(tended.isEmpty ? "Nothing was due." : "\(tended.count) tended.")
        }
        let status = TendedText.status(tended)
        if status != .done { throw status }
    }
}
