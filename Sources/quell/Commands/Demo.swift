import AWSClient
import ArgumentParser
import Engine
import JSON

/// `quell demo`: incidents in a sandbox, answered, and one of them taken back.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play incidents into a sandbox, answer them, and take one containment back.",
        discussion: """
            Needs a running sandbox; "make demo" starts one and stops it again.

            Example:
              quell demo --state .demo/sandbox.json --playbook Playbooks/default.yaml
            """)

    @Option(name: .long, help: ArgumentHelp("File that the running sandbox wrote.", valueName: "file"))
    var state = ".demo/sandbox.json"

    @Option(name: .long, help: ArgumentHelp("The playbook.", valueName: "file"))
    var playbook = "Playbooks/default.yaml"

    @OptionGroup var journal: JournalOptions

    @Option(name: .long, help: "Names of single incidents; else all of them.")
    var incident: [String] = []

    func run() async throws {
        let playbook = try PlaybookFile.read(playbook)
        let transport = AsyncHTTPTransport()
        let sandbox = try Sandbox(stateFile: state, transport: transport)
        let wiring = try Wiring(sandbox, playbook: playbook, journal: journal.place(), transport: transport)
        let stage = Stage(wiring: wiring, sandbox: sandbox)
        let isAsExpected = try await stage.play(incident)
        await wiring.shutDown()
        guard isAsExpected else { throw ExitStatus.failed }
    }
}
