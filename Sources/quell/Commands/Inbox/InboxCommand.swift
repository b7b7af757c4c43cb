import ArgumentParser
import EventService

/// `quell inbox`: events that `quell serve` could not answer.
struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "Look at events that quell serve could not answer, and have them tried again.",
        subcommands: [InboxList.self, InboxRedrive.self])
}

/// Where the inbox is.
struct InboxOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("SQLite file that keeps events until they are answered, on a local disk.", valueName: "file")
    )
    var inbox = "quell-inbox.sqlite"

    /// The inbox beside a service that may be working on it.
    func open() throws -> EventInbox {
        guard InputFiles.exists(inbox) else {
            throw BadInput("There is no inbox at \(inbox). Name one with --inbox.")
        }
        return try EventInbox(path: inbox, isService: false)
    }
}
