import Actions
import ArgumentParser
import Playbook
import PlaybookText

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `quell init`: a playbook to begin with.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a playbook to begin with: four questions, or the same as options.",
        discussion: """
            Playbooks to start from:
              notify-only  tells people of everything, and changes nothing
              default      the reference: isolates instances and blocks principals that are surely compromised
              guardduty    a response for every family of findings, with approval where it may be wrong

            It writes a file that is not there yet, and never over one.

            Examples:
              quell init
              quell init --start notify-only --topic arn:aws:sns:eu-west-1:111122223333:quell-alerts playbook.yaml
            """)

    @Option(help: ArgumentHelp("What to start from: notify-only, default or guardduty.", valueName: "playbook"))
    var start: ReadyPlaybook?

    @Option(help: ArgumentHelp("SNS topic for alerts; \"none\" to give it to each command.", valueName: "arn"))
    var topic: String?

    @Option(help: ArgumentHelp("Tag key that marks approved exceptions.", valueName: "key"))
    var tag: String?

    @Option(help: ArgumentHelp("Pattern of the ARNs that are never changed.", valueName: "pattern"))
    var protect: String?

    @Argument(help: "The file to write.")
    var file = "playbook.yaml"

    func run() throws {
        guard file != "-" else { throw BadInput("Name a file; a playbook is kept, not printed.") }
        guard !OutputFile.exists(file) else {
            throw BadInput("\(file) is there already and is not written over. Name another file.")
        }
        let start =
            try start
            ?? Self.ask("Start from notify-only, default or guardduty?", "notify-only", { ReadyPlaybook(rawValue: $0) })
        let answers = ReadyPlaybook.Answers(
            topic: try Self.topic(topic ?? ask("SNS topic for alerts (an ARN, or none)?", "none")),
            tag: try tag ?? ask("Tag key that marks approved exceptions?", Playbook.standardExceptionTag),
            protect: try protect
                ?? ask("ARNs that are never changed?", "arn:aws:iam::*:role/break-glass/*"))
        let text = start.text(answers)
        let report = PlaybookLinter(actions: ActionRegistry.all).check(text, file: file)
        guard report.count(.error) == 0 else {
            throw BadInput(LintText.text(report.findings.filter { $0.severity == .error }))
        }
        try OutputFile.write(text, to: file)
        Terminal.line("Wrote \(file). Look through it, then: quell check \(file)")
    }

    private static func topic(_ answer: String) -> String? { answer == "none" ? nil : answer }

    private func ask(_ question: String, _ standard: String) throws -> String {
        try Self.ask(question, standard) { $0 }
    }

    /// Asks a person until the answer is one; where nobody is there to answer, says which options to give.
    private static func ask<Answer>(
        _ question: String, _ standard: String, _ read: (String) -> Answer?
    ) throws -> Answer {
        guard isatty(STDIN_FILENO) == 1 else {
            throw BadInput("Nobody is there to answer. Give --start, --topic (or none), --tag and --protect.")
        }
        while true {
            Terminal.status("\(question) [\(standard)] ")
            guard let line = readLine() else { throw BadInput("There was no answer; nothing is written.") }
            let words = line.split(separator: " ").joined(separator: " ")
            if let answer = read(words.isEmpty ? standard : words) { return answer }
            Terminal.error("\"\(words)\" is not one of them.")
        }
    }
}

extension ReadyPlaybook: ExpressibleByArgument {}
