import AWSClient
import ArgumentParser
import Engine
import JSON

/// `quell journal holds`: what guards held, by cause.
struct JournalHolds: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holds", abstract: "List what guards held, together what has one cause.",
        discussion: """
            Example:
              quell journal holds --hours 24
            """)

    @Option(name: .long, help: "How many hours to look back, the present one included.")
    var hours = 24

    @OptionGroup var caller: CallerOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if !(1...720).contains(hours) { throw ValidationError("--hours must be from 1 to 720.") }
    }

    func run() async throws {
        let (hours, now) = (hours, Surroundings.process.now())
        let held = try await journal.place().read(caller) { try await Holds(journal: $0).last(hours: hours, now: now) }
        let groups = HeldTogether.groups(held)
        switch output.output {
        case .json:
            Terminal.line(
                JSONValue.array(
                    groups.map { group in
                        [
                            "cause": .string(group.cause), "why": .string(group.why),
                            "actions": .array(group.actions.map(JSONValue.string)),
                            "executions": .array(group.executions.map(JSONValue.string)),
                        ]
                    }
                ).indented)
        case .text:
            if groups.isEmpty { Terminal.line("Nothing was held.") }
            for group in groups {
                Terminal.line(Terminal.untrusted(group.summary))
                Terminal.line("  " + Terminal.untrusted(group.why))
                Terminal.line("  " + group.executions.map(Terminal.untrusted).joined(separator: " "))
            }
        }
    }
}
