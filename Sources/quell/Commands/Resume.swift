import ArgumentParser
import Engine

/// `quell resume`: lets changes be made again.
struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let changes be made again after quell halt, or answer the backlog of a first start.",
        discussion: """
            What was held meanwhile is not done by itself: send those events again.

            Examples:
              quell resume
              quell resume --backlog
            """)

    @Flag(name: .long, help: "Answer events from before the first start of the service; leaves a halt as it is.")
    var backlog = false

    @OptionGroup var caller: CallerOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let place = try journal.place()
        let isBacklog = backlog
        try await place.use(caller) { journal in
            if isBacklog {
                try await Backlog(journal: journal).release(by: Person.name, at: Person.time())
            } else {
                try await KillSwitch(journal: journal).resume(by: Person.name, at: Person.time())
            }
        }
        SwitchText.print(try await place.read(caller) { try await KillSwitch(journal: $0).state() }, output.output)
    }
}
