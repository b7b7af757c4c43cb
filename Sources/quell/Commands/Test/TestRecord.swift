import AWSClient
import Actions
import ArgumentParser
import Engine
import PlaybookText
import SQLiteStore
import Trial

/// `quell test record`: makes a test of what happened.
struct TestRecord: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Print a file of tests in which an event of the journal must lead to what came of it.",
        discussion: """
            Each test has the event as it came, the state of the world as far as the journal tells it, and what the response did \
            until it first ended. Executions of one event, under several rules, become one test: name them all. Every test is \
            run at once on simulated accounts; where something else comes of it, standard error says what, so that "world" can \
            be completed by hand. The event may hold what is nobody else's business: look through it before you share it.

            Exit codes: 0 the tests pass, 1 some do not yet, 2 the journal has no such execution.

            Examples:
              quell journal list
              quell test record 5f1c0e9a77d24b31 --playbook p.yaml > p.incident.test.yaml
            """)

    @Option(name: .long, help: ArgumentHelp("The playbook that responded.", valueName: "file"))
    var playbook: String

    @OptionGroup var caller: CallerOptions
    @OptionGroup var journal: JournalOptions

    @Argument(help: "Ids of executions.")
    var executions: [String]

    func run() async throws {
        let playbook = try PlaybookFile.read(playbook)
        let recorded = try await journal.place().read(caller) { journal in
            var recorded: [(execution: String, entries: [Entry])] = []
            for id in executions {
                let entries = try await journal.entries(of: id)
                guard !entries.isEmpty else {
                    throw JournalError(
                        .unknownExecution, "The journal has no execution \"\(id)\". Run: quell journal list")
                }
                recorded.append((id, entries))
            }
            return recorded
        }
        let cases: [RecordedCase]
        do {
            cases = try RecordedCase.all(recorded, playbook)
        } catch {
            throw BadInput(error.description)
        }
        let text = "quell-test: 1\ntests:\n" + cases.map(\.text).joined()
        Terminal.raw(text)
        let runner = CaseRunner(
            playbook: playbook, actions: ActionRegistry.all, files: Surroundings.process.file,
            journal: { try SQLiteJournal.empty() })
        var isTrue = true
        for test in try TestCase.read(text, file: "the recorded tests", words: runner.words) {
            let result = try await Self.result(of: test, runner, text)
            guard !result.isPassed else { continue }
            isTrue = false
            Terminal.error(TestText.line(result, file: "the recorded tests"))
        }
        guard isTrue else {
            Terminal.error("The simulated accounts are not as the real one was. Say in \"world\" what differs.")
            throw ExitStatus.failed
        }
    }

    private static func result(of test: TestCase, _ runner: CaseRunner, _ text: String) async throws -> CaseResult {
        do {
            return try await runner.run(test) { throw BadInput("A recorded test names no file, but \($0).") }
        } catch let error as CaseError {
            throw TestCase.error(error.sentence, at: error.position, of: text, file: "the recorded tests")
        }
    }
}
