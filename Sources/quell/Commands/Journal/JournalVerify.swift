import ArgumentParser
import Engine
import JSON

/// `quell journal verify`: whether every entry is as it was written.
struct JournalVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Walk the hash chain; name the first broken link.",
        discussion: """
            Example:
              quell journal verify
            """)

    @OptionGroup var caller: CallerOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let verification = try await journal.place().read(caller) { try await $0.verify() }
        switch output.output {
        case .json: Terminal.line(try Canonical.json(verification).indented)
        case .text:
            if let broken = verification.firstBroken {
                Terminal.line(
                    "Broken at entry \(broken.sequence) (execution \(Terminal.untrusted(broken.execution))): \(broken.why) "
                        + "The \(verification.entries) entries before it are whole.")
            } else {
                Terminal.line("\(verification.entries) entries, the chain is whole.")
            }
        }
        if verification.firstBroken != nil { throw ExitStatus.failed }
    }
}
