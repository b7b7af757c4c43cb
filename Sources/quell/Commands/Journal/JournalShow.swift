import ArgumentParser
import Engine
import JSON

/// `quell journal show`: one execution, entry by entry.
struct JournalShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show every entry of an execution.",
        discussion: """
            Example:
              quell journal show 5f1c0e9a77d24b31
            """)

    @OptionGroup var caller: CallerOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Id of the execution.")
    var execution: String

    func run() async throws {
        let entries = try await journal.place().read(caller) { try await $0.entries(of: execution) }
        guard !entries.isEmpty else {
            throw JournalError(
                .unknownExecution, "The journal has no execution \"\(execution)\". Run: quell journal list")
        }
        switch output.output {
        case .json:
            Terminal.line(
                JSONValue.array(
                    try entries.map { entry in
                        [
                            "sequence": .number("\(entry.sequence)"), "time": .string(entry.time),
                            "kind": .string(entry.record.kind), "record": try JSONValue(parsing: entry.text),
                            "previous": .string(entry.previous), "hash": .string(entry.hash),
                        ]
                    }
                ).indented)
        case .text:
            for entry in entries {
                Terminal.line(
                    "\(entry.sequence)  \(entry.time)  \(Terminal.styled(entry.record.kind, .bold))  "
                        + Terminal.untrusted(entry.text))
            }
            guard execution != ExceptionLog.name else { return }
            let response = Execution(id: execution, replaying: entries.map(\.record)).response()
            Terminal.line(ResponseText.details(response))
        }
    }
}
