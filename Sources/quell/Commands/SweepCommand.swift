import AWSClient
import ArgumentParser
import Engine
import JSON

/// `quell sweep`: finds what no event told of.
struct SweepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Look for findings and broken rules that no event told of, and answer them.",
        discussion: """
            Lists the findings of GuardDuty that are not archived and what AWS Config holds non-compliant, as far as the \
            playbook has rules for it, and compares them with the journal. What the journal does not know is answered as if \
            its event had come. Run it every 15 minutes beside quell respond --watch; the function sweeps by itself.

            Without --account or --organization the account of the caller is swept; as GuardDuty's administrator it sees the \
            findings of its members. What cannot be read is told on standard error and ends the command with exit code 3.

            Examples:
              quell sweep --playbook Playbooks/default.yaml --dry-run
              quell sweep --playbook p.yaml --account 111122223333 --regions eu-central-1 eu-west-1
              quell sweep --playbook p.yaml --organization --output json
            """)

    @Option(name: .long, help: ArgumentHelp("The playbook.", valueName: "file"))
    var playbook: String

    @Option(name: .long, help: ArgumentHelp("Account to sweep as well; may be given several times.", valueName: "id"))
    var account: [String] = []

    @Flag(name: .long, help: "Sweep every active account of the organization.")
    var organization = false

    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp("Regions to sweep; that of the caller when not given.", valueName: "region"))
    var regions: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Aggregator of AWS Config in the caller's account, for what is broken where.", valueName: "name")
    )
    var aggregator: String?

    @Option(name: .long, help: ArgumentHelp("How long ago findings may have been updated.", valueName: "number"))
    var hours = Sweep.standardHours

    @Flag(name: .long, help: "List what was missed, and do nothing about it.")
    var dryRun = false

    @OptionGroup var aws: AWSOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !organization || account.isEmpty else {
            throw ValidationError("Give --account or --organization, not both.")
        }
        for account in account where account.utf8.count != 12 || !account.utf8.allSatisfy({ (48...57).contains($0) }) {
            throw ValidationError("\"\(account)\" is no account: an account's id has 12 digits.")
        }
        for region in regions {
            do throws(AWSError) { _ = try Partition(region: region) } catch { throw ValidationError(error.message) }
        }
        guard hours > 0 else { throw ValidationError("--hours is at least 1.") }
    }

    func run() async throws {
        let wiring = try Wiring(
            aws, playbook: PlaybookFile.read(playbook), journal: journal.place(), isReadOnly: dryRun, isService: true)
        do {
            let sweep = Sweep(wiring.responder, places: try await places(wiring), aggregator: aggregator, hours: hours)
            let report = try await sweep.look()
            let responses = dryRun ? [] : try await respond(sweep, report)
            await wiring.shutDown()
            try show(report, responses)
        } catch {
            await wiring.shutDown()
            throw error
        }
    }

    private func places(_ wiring: Wiring) async throws -> [SweepPlace] {
        let others = organization ? try await wiring.activeAccounts().map(Optional.some) : account.map(Optional.some)
        let regions = regions.isEmpty ? [wiring.region] : regions
        // The caller's own account first: the aggregator is there, and GuardDuty's administrator.
        let accounts = organization ? others : [nil] + others
        return accounts.flatMap { account in regions.map { SweepPlace(account: account, region: $0) } }
    }

    private func respond(_ sweep: Sweep, _ report: SweepReport) async throws -> [Response] {
        var responses: [Response] = []
        for missed in report.missed { responses += try await sweep.respond(to: missed) }
        return responses
    }

    private func show(_ report: SweepReport, _ responses: [Response]) throws {
        switch output.output {
        case .json:
            var members = report.json.object ?? [:]
            members["responses"] = .array(responses.map(\.json))
            Terminal.line(JSONValue.object(members).indented)
        case .text: Terminal.line(SweepText.text(report, responses))
        }
        for unread in report.unread { Terminal.error(Terminal.untrusted(unread.sentence)) }
        var status = ExitStatus.of(responses.map(\.conclusion.outcome))
        if status == .done, !report.unread.isEmpty { status = .heldOrPartial }
        if status != .done { throw status }
    }
}
