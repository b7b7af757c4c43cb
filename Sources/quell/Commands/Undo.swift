import ArgumentParser
import Engine
import JSON

/// `quell undo`: takes an execution's changes back.
struct Undo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take back what an execution changed, in reverse order.",
        discussion: """
            Refuses, and changes nothing, where the live state is not what Quell left; it then shows the value before, the value \
            as Quell left it, and the value now. --force takes back all the same.

            Waits until no call of the response can land behind it: until the process that works on it has ended, and until a \
            call that nobody saw the end of has had its time.

            What the deployed function did is undone with the role that people take for it, and with the names of its \
            deployment.

            Examples:
              quell undo 5f1c0e9a77d24b31
              quell undo 5f1c0e9a77d24b31 --journal dynamodb:quell-journal \\
                --role-name 'quell/Security-IR-Role-{action}' --external-id 'quell:{account}'
            """)

    @Flag(name: .long, help: "Take back although somebody else has changed things meanwhile.")
    var force = false

    @Flag(name: .long, help: "Show what would be taken back, and change nothing.")
    var dryRun = false

    @OptionGroup var aws: AWSOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Id of the execution; \"quell journal list\" shows them.")
    var execution: String

    func run() async throws {
        let wiring = try Wiring(aws, journal: journal.place())
        let undoer = wiring.undoer
        let ending =
            dryRun
            ? try await undoer.preview(execution)
            : try await undoer.undo(execution, by: Person.name, isForced: force)
        await wiring.shutDown()
        switch output.output {
        case .json: Terminal.line(try json(ending).indented)
        case .text: Terminal.line(text(ending))
        }
        switch ending {
        case .undone, .wouldUndo, .nothingToUndo: return
        case .refused: throw ExitStatus.heldOrPartial
        case .failed: throw ExitStatus.failed
        }
    }

    private func text(_ ending: Undoer.Ending) -> String {
        switch ending {
        case .undone(let sentences):
            return (sentences + ["Execution \(execution) is taken back; every value was read back from AWS."])
                .map(Terminal.untrusted).joined(separator: "\n")
        case .wouldUndo(let sentences):
            return (sentences + ["Nothing was changed: this was a dry run."]).map(Terminal.untrusted)
                .joined(separator: "\n")
        case .nothingToUndo(let why): return why
        case .failed(let step, let why, let undone):
            return (undone + ["Stopped at \(step): \(why)", "Run the command again once the cause is gone."])
                .map(Terminal.untrusted).joined(separator: "\n")
        case .refused(let conflicts):
            let rows = conflicts.flatMap { conflict in
                [
                    conflict.sentence, "  before  \(conflict.before)", "  left    \(conflict.left)",
                    "  now     \(conflict.live)",
                ]
            }
            return
                (["Nothing was changed: these are not as Quell left them."] + rows
                + ["Take back all the same with --force."]).map(Terminal.untrusted).joined(separator: "\n")
        }
    }

    private func json(_ ending: Undoer.Ending) throws -> JSONValue {
        let id = JSONValue.string(execution)
        switch ending {
        case .undone(let sentences):
            return ["execution": id, "outcome": "undone", "undone": .array(sentences.map(JSONValue.string))]
        case .wouldUndo(let sentences):
            return [
                "execution": id, "outcome": "would-undo", "wouldUndo": .array(sentences.map(JSONValue.string)),
            ]
        case .nothingToUndo(let why): return ["execution": id, "outcome": "nothing-to-undo", "why": .string(why)]
        case .failed(let step, let why, let undone):
            return [
                "execution": id, "outcome": "failed", "step": .string("\(step)"), "why": .string(why),
                "undone": .array(undone.map(JSONValue.string)),
            ]
        case .refused(let conflicts):
            return ["execution": id, "outcome": "refused", "conflicts": try Canonical.json(conflicts)]
        }
    }
}
