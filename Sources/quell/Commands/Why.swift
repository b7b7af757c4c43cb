import ArgumentParser
import Engine
import JSON

/// `quell why`: what was decided about something, and what was behind each decision.
struct Why: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Say from the journal what was decided about a finding or a resource, and what was behind each decision.",
        discussion: """
            Names for each decision the rule, the exception, the guardrail, the action, the step or the person behind it. \
            FINDING|RESOURCE is an id, a name or an ARN as the event or the plan has it, or the id of an execution. Reads the \
            journal only; the verdict on an event that is not in it comes from quell explain.

            Exit codes: 0 something was decided, 2 the journal knows nothing of it.

            Examples:
              quell why i-0123456789abcdef0
              quell why 16afba5c5c43e07c9e3e5e2e544e95df --output json
              quell why arn:aws:s3:::reports --journal dynamodb:eu-central-1/quell-journal
            """)

    @Option(name: .long, help: ArgumentHelp("Look through so many executions, newest first.", valueName: "number"))
    var limit = 10_000

    @OptionGroup var caller: CallerOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("Id, name or ARN.", valueName: "finding|resource"))
    var subject: String

    func validate() throws {
        if subject.isEmpty { throw ValidationError("Name a finding, a resource or an execution.") }
        guard limit >= 1 else { throw ValidationError("--limit must be at least 1.") }
    }

    func run() async throws {
        let found = try await journal.place().read(caller) {
            try await Story.all(about: subject, in: $0, newest: limit)
        }
        switch output.output {
        case .json: Terminal.line(JSONValue.array(found.stories.map(StoryText.json)).indented)
        case .text:
            if !found.stories.isEmpty {
                Terminal.line(found.stories.map(StoryText.text).joined(separator: "\n\n"))
            }
        }
        let isCut = found.lookedThrough >= limit
        if found.stories.isEmpty {
            let place = isCut ? "Of the newest \(limit) executions none" : "Nothing in the journal"
            throw BadInput(
                "\(place) is about \"\(Terminal.untrusted(subject))\". Write the id, the name or the ARN as the event "
                    + "has it\(isCut ? ", or look further back with --limit" : ""); quell journal list shows what there is."
            )
        }
        if isCut { Terminal.error("Looked through the newest \(limit) executions; --limit looks further back.") }
    }
}
