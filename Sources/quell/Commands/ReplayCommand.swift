import Actions
import ArgumentParser
import JSON
import Playbook
import Replay

/// `quell replay`: what a playbook would have done.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract:
            "Say what a playbook would have done over a history of events, and what a changed one would do otherwise.",
        discussion: """
            Counts for each rule, account, resource and day how often the playbook matched, would have acted, asked people, and \
            held back, and why. Files hold one event a line, or are one JSON document; they may be packed with gzip, and a \
            folder stands for all files in it and below. Reaches no network; memory does not grow with the history.

            Events are taken in the order in which they are read, by the names of the files; budgets follow the time that each \
            event tells. Documentation/trying.md says what a replay cannot know.

            Examples:
              quell replay Playbooks/default.yaml events/
              quell replay new.yaml --diff old.yaml history.jsonl.gz
              quell replay p.yaml --output html events/ > replay.html
              aws s3 cp s3://bucket/events.gz - | quell replay p.yaml -
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, csv, html
    }

    @Option(name: .long, help: "How to print the answer: text, json, csv or html, one page with plots.")
    var output = Format.text

    @Option(name: .long, help: ArgumentHelp("Say what is different from another playbook.", valueName: "playbook"))
    var diff: String?

    @Option(name: .long, help: ArgumentHelp("What a person needs for one response by hand.", valueName: "minutes"))
    var minutes = 30.0

    @Argument(help: "The playbook.")
    var playbook: String

    @Argument(help: "Files and folders with events; - for standard input.")
    var events: [String]

    func validate() throws {
        guard minutes.isFinite, (0...100_000).contains(minutes) else {
            throw ValidationError("--minutes must be a number from 0 to 100000.")
        }
        guard events.count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("Standard input (-) can be read only once.")
        }
    }

    func run() async throws {
        let (new, old) = (try PlaybookFile.read(playbook), try diff.map(PlaybookFile.read))
        let files = try events.flatMap { $0 == "-" ? ["-"] : try EventFiles.found($0) }
        let total = files.contains("-") ? nil : EventFiles.size(files)
        let bar = ProgressBar(total: total)
        let report: ReplayReport
        do {
            var replay = try Replay(new, comparedWith: old, actions: ActionRegistry.all, minutes: minutes)
            try await replay.read(files) { bytes, events in bar.show(bytes, "\(events) events") }
            report = replay.report
            bar.end()
        } catch let error as ReplayError {
            bar.end()
            throw BadInput(error.description)
        }
        switch output {
        case .text: Terminal.line(ReplayText.text(report))
        case .json: Terminal.line(report.json.indented)
        case .csv: Terminal.raw(ReplayText.csv(report))
        case .html: Terminal.raw(report.page(playbook: playbook, old: diff, sources: events))
        }
        if report.events == 0 { throw BadInput("There is no event in \(events.joined(separator: ", ")).") }
    }
}
