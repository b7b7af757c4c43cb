import AWSClient
import ArgumentParser
import Engine
import EventService
import JSON
import Playbook

/// `quell serve`: the engine as a service of one machine.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer events as a service of one machine, until it is stopped.",
        discussion: """
            Events come in by signed HTTP requests, from an SQS queue, from a folder, or from all of them. What is accepted \
            is durable, and is answered also after a crash. SIGTERM ends the service in order, SIGHUP reads the playbook anew.

            Examples:
              quell serve --playbook Playbooks/default.yaml --secret-file /etc/quell/secret
              quell serve --playbook p.yaml --queue https://sqs.eu-central-1.amazonaws.com/999999999999/quell-events
              quell serve --playbook p.yaml --spool /var/spool/quell --listen none
            """)

    @Option(
        name: .long,
        help: ArgumentHelp("The playbook; a change of it is taken while the service runs.", valueName: "file"))
    var playbook: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Where to listen for HTTP: POST /events, and GET /live, /ready and /metrics; none for no HTTP.",
            valueName: "host:port"))
    var listen = "127.0.0.1:8642"

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Take signed events by HTTP; a line of the file is a secret that signs them.", valueName: "file"))
    var secretFile: String?

    @Option(name: .long, help: ArgumentHelp("Take the events of this SQS queue.", valueName: "url"))
    var queue: String?

    @Option(name: .long, help: ArgumentHelp("Take the events of every .json file in this folder.", valueName: "folder"))
    var spool: String?

    @OptionGroup var inbox: InboxOptions

    @Option(name: .long, help: "Most events that wait for their answer; no more are accepted then.")
    var inboxLimit = 200_000

    @Option(name: .long, help: "Responses at a time.")
    var workers = 8

    @Option(name: .long, help: "Seconds that responses may still take after SIGTERM, before they are put back.")
    var grace = 25.0

    @Option(
        name: .long,
        help: ArgumentHelp("Make no change while this file is there; else QUELL_HALT_FILE names it.", valueName: "path")
    )
    var haltFile: String?

    @OptionGroup var aws: AWSOptions
    @OptionGroup var journal: JournalOptions

    func validate() throws {
        if secretFile == nil, queue == nil, spool == nil {
            throw ValidationError("Name a way in for events: --secret-file, --queue or --spool.")
        }
        if secretFile != nil, listen == "none" {
            throw ValidationError("--secret-file is for events by HTTP, and --listen none takes no HTTP.")
        }
        guard (1...256).contains(workers) else { throw ValidationError("--workers is a number from 1 to 256.") }
        guard (0...3_600).contains(grace) else { throw ValidationError("--grace is from 0 to 3600 seconds.") }
        guard inboxLimit > 0 else { throw ValidationError("--inbox-limit is a number above 0.") }
    }

    func run() async throws {
        var terms = try readTerms()
        let source = PlaybookSource(path: playbook, givenTopic: aws.topic)
        let first = try PlaybookFile.read(playbook)
        let wiring = try Wiring(
            aws, playbook: first, journal: journal.place(), isService: true, haltFile: haltFile)
        terms.queue = queue.map { QueueAddress($0, else: wiring.region) }
        let live = try source.live(first, wiring)
        let log = Log(now: Surroundings.process.now) { Terminal.line($0) }
        let service = EventService(
            terms, inbox: try EventInbox(path: inbox.inbox, limit: inboxLimit), playbook: live,
            client: wiring.home, chores: [.tending(log)], log: log, clock: .process)
        try await service.run()
        await wiring.shutDown()
    }

    private func readTerms() throws -> EventService.Terms {
        var terms = EventService.Terms()
        terms.workers = workers
        terms.grace = grace
        if listen != "none" {
            guard let address = ListenAddress(listen) else {
                throw BadInput("--listen \(listen) is no address. Write HOST:PORT, such as 127.0.0.1:8642, or none.")
            }
            terms.listen = address
        }
        do throws(SharedSecrets.Mistake) {
            terms.secrets = try secretFile.map { (path) throws(SharedSecrets.Mistake) in try SharedSecrets(file: path) }
        } catch {
            throw BadInput(error.description)
        }
        if let spool {
            guard let folder = try? SpoolFolder(spool) else {
                throw BadInput("--spool \(spool) is no folder that you can write to. Make it, or name another.")
            }
            terms.spool = folder
        }
        return terms
    }
}
