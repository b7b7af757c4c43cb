import ArgumentParser
import EventService
import JSON

/// `quell inbox redrive`: has events tried again.
struct InboxRedrive: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redrive",
        abstract: "Have events that were given up tried anew; a running service takes them at once.",
        discussion: """
            Examples:
              quell inbox redrive 17 18
              quell inbox redrive --all
            """)

    @Flag(name: .long, help: "All of them.")
    var all = false

    @OptionGroup var inbox: InboxOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Ids of events; \"quell inbox list\" shows them.")
    var events: [Int64] = []

    func validate() throws {
        if events.isEmpty != all { throw ValidationError("Name events, or --all.") }
    }

    func run() async throws {
        let count = try await inbox.open().redrive(all ? nil : events)
        switch output.output {
        case .json: Terminal.line(JSONValue.object(["redriven": .number(String(count))]).indented)
        case .text: Terminal.line("\(count) events are tried anew.")
        }
        if !all, count < Set(events).count {
            throw BadInput("\(Set(events).count - count) of the ids are no quarantined events: quell inbox list")
        }
    }
}
