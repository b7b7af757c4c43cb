import AWSClient
import Actions
import ArgumentParser
import Engine
import JSON
import Playbook
import PlaybookText
import SQLiteStore
import Trial

/// `quell test`: runs the tests of playbooks.
struct TestRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: TestCommand.abstract, discussion: TestCommand.discussion)

    @Option(name: .long, help: ArgumentHelp("Run only tests whose names contain the text.", valueName: "text"))
    var filter: String?

    @Option(name: .long, help: ArgumentHelp("Write the results as JUnit XML.", valueName: "file"))
    var junit: String?

    @Flag(name: .long, help: "Print for each rule what the tests exercise of it.")
    var coverage = false

    @Flag(name: .long, help: "Run again whenever a file changes, until interrupted.")
    var watch = false

    @OptionGroup var output: OutputOptions

    @Argument(help: "Playbooks, folders of playbooks, or files of tests.")
    var playbooks: [String]

    func run() async throws {
        guard watch else { return try await once() }
        while true {
            let before = watched()
            let status = await ExitStatus.of { try await once() }
            Terminal.error(status == .done ? "Waiting for a change." : "Not all is well. Waiting for a change.")
            while watched() == before { try await Task.sleep(for: .milliseconds(300)) }
            Terminal.line()
        }
    }

    /// Every file that the tests depend on, as it is now; files that cases name are not among them.
    ///
    /// Editors take a file away for a moment when they save it: while there is none, that is the state, and the run says so.
    private func watched() -> [String: String] {
        guard let found = try? TestFiles.found(playbooks) else { return [:] }
        return TestFiles.states(found.flatMap { [$0.playbook] + $0.tests })
    }

    private func once() async throws {
        var suites: [JUnit.Suite] = []
        var documents: [JSONValue] = []
        for (path, files) in try TestFiles.found(playbooks) {
            let playbook = try PlaybookFile.read(path)
            let runner = CaseRunner(
                playbook: playbook, actions: ActionRegistry.all, files: Surroundings.process.file,
                journal: { try SQLiteJournal.empty() })
            var own: [CaseResult] = []
            for file in files {
                let results = try await results(of: file, runner)
                suites.append(JUnit.Suite(name: file, results: results))
                own += results
                documents.append(
                    TestText.json(JUnit.Suite(name: file, results: results), path, Coverage(playbook, results)))
            }
            guard output.output == .text else { continue }
            let covered = Coverage(playbook, own)
            Terminal.line(coverage ? "\n\(TestText.coverage(covered))\n" : "\(path): \(TestText.short(covered))")
        }
        let all = suites.flatMap(\.results)
        guard !all.isEmpty else { throw BadInput("No test has \"\(filter ?? "")\" in its name.") }
        if let junit { try OutputFile.write(JUnit(suites).text, to: junit) }
        switch output.output {
        case .json: Terminal.line(JSONValue.array(documents).indented)
        case .text: Terminal.line(TestText.summary(all))
        }
        if all.contains(where: { !$0.isPassed }) { throw ExitStatus.failed }
    }

    private func results(of file: String, _ runner: CaseRunner) async throws -> [CaseResult] {
        let text = try InputFiles.text(file)
        let cases = try TestCase.read(text, file: file, words: runner.words)
        var results: [CaseResult] = []
        for test in cases where filter.map({ test.name.contains($0) }) ?? true {
            let start = ContinuousClock.now
            var result: CaseResult
            do {
                result = try await runner.run(test) { try Self.event(TestFiles.beside(file, $0)) }
            } catch let error as CaseError {
                throw TestCase.error(error.sentence, at: error.position, of: text, file: file)
            }
            let (seconds, attoseconds) = (ContinuousClock.now - start).components
            result.seconds = Double(seconds) + Double(attoseconds) * 1e-18
            results.append(result)
            if output.output == .text { Terminal.line(TestText.line(result, file: file)) }
        }
        return results
    }

    private static func event(_ path: String) throws -> [UInt8] {
        let events = InputFiles.events(in: try InputFiles.bytes(path))
        guard events.count == 1, let event = events.first else {
            throw BadInput("it holds \(events.count) events, and a test is about one")
        }
        return event
    }
}
