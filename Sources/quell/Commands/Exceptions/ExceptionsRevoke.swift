import AWSClient
import ArgumentParser
import Engine
import JSON

/// `quell exceptions revoke`: ends an approval that the journal keeps.
struct ExceptionsRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke an exception that was approved in the journal.",
        discussion: """
            Example:
              quell exceptions revoke JIRA-1234 --reason "The database was replaced"
            """)

    @Option(name: .long, help: ArgumentHelp("Why it ends.", valueName: "text"))
    var reason: String

    @OptionGroup var caller: CallerOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Id of the approval.")
    var id: String

    func run() async throws {
        let time = ISO8601.format(Surroundings.process.now().rounded(.down))
        let person = try await journal.place().write(caller) { journal, person in
            switch await journal.exceptionRegister() {
            case .read(let records, _) where records[id] != nil: break
            case .unreadable(let why): throw JournalError(.unavailable, why)
            case .read, .untrusted: throw BadInput("The journal has no approval \"\(id)\" that is not revoked.")
            }
            try await journal.append(
                .exceptionRevoked(id: id, why: reason, by: person), to: ExceptionLog.name, at: time)
            return person
        }
        switch output.output {
        case .json: Terminal.line(JSONValue.object(["revoked": .string(id), "by": .string(person)]).indented)
        case .text: Terminal.line(Terminal.untrusted("\(id) is revoked by \(person)."))
        }
    }
}
