import ArgumentParser
import Engine
import JSON

/// `quell journal audit`: whether everything that happened was as Quell promises.
struct JournalAuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Replay every execution and name each promise that was broken.",
        discussion: """
            Checks the hash chain, and of every execution that nothing was changed without an intent and a frozen plan, that \
            "contained" was proven, that findings were archived only after people were told, that exempt resources were left \
            alone, that each event has one end, and that what was undone is back. Documentation/journal.md lists the promises. \
            Exits with 1 when one was broken.

            Examples:
              quell journal audit
              quell journal audit --journal dynamodb:quell-journal --output json
            """)

    @OptionGroup var caller: CallerOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let report = try await journal.place().read(caller) { try await JournalAudit($0).report() }
        switch output.output {
        case .json: Terminal.line(try Canonical.json(report).indented)
        case .text: Terminal.line(text(report))
        }
        if !report.isClean { throw ExitStatus.failed }
    }

    private func text(_ report: JournalAudit.Report) -> String {
        let outcomes = report.ended.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        var lines = [
            "\(report.executions) executions: \((outcomes + ["\(report.open.count) open"]).joined(separator: ", "))."
        ]
        lines += report.open.map { "  open: \($0)" }
        lines += report.breaches.map { breach in
            Terminal.untrusted(
                "Broken: \(breach.promise.rawValue), execution \(breach.execution), entry \(breach.sequence): \(breach.why)"
            )
        }
        if let broken = report.chain.firstBroken {
            lines.append(Terminal.untrusted("Broken: the chain at entry \(broken.sequence): \(broken.why)"))
        }
        if report.isClean {
            lines.append("No promise is broken; the chain of \(report.chain.entries) entries is whole.")
        }
        return lines.joined(separator: "\n")
    }
}
