import AWSClient
import ArgumentParser
import Engine
import ExceptionAudit
import JSON
import Playbook

/// `quell exceptions verify`: whether the records count.
struct ExceptionsVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the signature and the records of a playbook's exceptions, and list them.",
        discussion: """
            Exit code 1 when nothing in the records counts, because they are unsigned, signed by another key, or unreadable.

            Example:
              quell exceptions verify --playbook playbook.yaml
            """)

    @Option(name: .long, help: ArgumentHelp("The playbook.", valueName: "file"))
    var playbook: String

    @OptionGroup var caller: CallerOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let playbook = try PlaybookFile.read(playbook)
        guard let terms = playbook.strictExceptions else {
            throw BadInput("In \(self.playbook) the tag alone exempts (exceptions.mode: presence); it has no records.")
        }
        let register = try await ExceptionSource(terms, caller, journal).register()
        switch register {
        case .untrusted(let flaw): Terminal.error("Nothing is exempt: \(flaw.words).")
        case .unreadable(let why): Terminal.error(Terminal.untrusted("Every response is held: \(why)"))
        case .read(let records, _):
            let judge = ExceptionJudge(
                tag: playbook.exceptionTag, terms: terms, register: register, now: Surroundings.process.now())
            return show(records.values.sorted { $0.id < $1.id }, judge)
        }
        throw ExitStatus.failed
    }

    private func show(_ records: [ExceptionRecord], _ judge: ExceptionJudge) {
        switch output.output {
        case .json:
            Terminal.line(
                JSONValue.array(
                    records.map { record in
                        .object((record.json.object ?? [:]).merging(["expires": .string(judge.end(of: record))]) { $1 })
                    }
                ).indented)
        case .text:
            Terminal.line(
                Table.text(
                    ["RECORD", "EXPIRES", "APPROVER", "ACTIONS", "RESOURCES"],
                    records.map { record in
                        [
                            record.id, judge.end(of: record), record.approver, record.actions.joined(separator: ", "),
                            record.resources.joined(separator: ", "),
                        ].map { Table.Cell($0) }
                    }))
        }
    }
}

/// Where a playbook's records of approval are read from by a command.
struct ExceptionSource {
    private let terms: StrictExceptions
    private let caller: CallerOptions
    private let journal: JournalOptions

    init(_ terms: StrictExceptions, _ caller: CallerOptions, _ journal: JournalOptions) {
        (self.terms, self.caller, self.journal) = (terms, caller, journal)
    }

    func register() async throws -> ExceptionRegister {
        guard case .journal = terms.records else {
            return ExceptionFile.register(of: terms, files: Surroundings.process.file)
        }
        return try await journal.place().read(caller) { await $0.exceptionRegister() }
    }
}
