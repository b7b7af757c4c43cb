import AWSClient
import ArgumentParser
import EventService
import JSON

/// `quell inbox list`: the quarantined events.
struct InboxList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the events that were given up, oldest first.",
        discussion: """
            Examples:
              quell inbox list
              quell inbox list --output json | jq '.[0].event'
            """)

    @OptionGroup var inbox: InboxOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let events = try await inbox.open().quarantined()
        switch output.output {
        case .json: Terminal.line(JSONValue.array(events.map(Self.json)).indented)
        case .text:
            let rows = events.map { event in
                [
                    Table.Cell(String(event.id)), Table.Cell(ISO8601.format(event.accepted.rounded(.down))),
                    Table.Cell(String(event.attempts)), Table.Cell(event.reason),
                ]
            }
            Terminal.line(Table.text(["EVENT", "ACCEPTED", "ATTEMPTS", "REASON"], rows))
        }
    }

    private static func json(_ event: QuarantinedEvent) -> JSONValue {
        [
            "id": .number(String(event.id)), "accepted": .string(ISO8601.format(event.accepted.rounded(.down))),
            "attempts": .number(String(event.attempts)), "reason": .string(event.reason),
            "event": .string(String(decoding: event.body, as: UTF8.self)),
        ]
    }
}
