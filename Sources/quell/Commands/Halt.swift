import ArgumentParser
import Engine

/// `quell halt`: stops every change of every process that shares the journal.
struct Halt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stop every change, in all processes that share the journal.",
        discussion: """
            Each process asks before every call that changes something, also in the middle of a response: it ends as held or \
            partial, and people are told. What was changed before can be undone meanwhile. A file (QUELL_HALT_FILE, or \
            --halt-file of quell respond) and a setting (QUELL_HALT=true) stop one host without a journal.

            Examples:
              quell halt --reason "isolates production"
              quell halt --journal dynamodb:quell-journal
              quell halt --status
            """)

    @Option(name: .long, help: "Why, for the people who are told.")
    var reason: String?

    @Flag(name: .long, help: "Only say whether changes are stopped: exit status 3 when they are.")
    var status = false

    @OptionGroup var caller: CallerOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if status, reason != nil { throw ValidationError("--status changes nothing; leave --reason out.") }
    }

    func run() async throws {
        let place = try journal.place()
        if !status {
            try await place.use(caller) { journal in
                try await KillSwitch(journal: journal).halt(by: Person.name, reason: reason, at: Person.time())
            }
        }
        let state = try await place.read(caller) { try await KillSwitch(journal: $0).state() }
        SwitchText.print(state, output.output)
        if status, state != .running { throw ExitStatus.heldOrPartial }
    }
}
