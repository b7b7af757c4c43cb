import ArgumentParser

/// `quell journal`: what happened.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Read the journal, and prove that nobody has changed it.",
        subcommands: [
            JournalList.self, JournalShow.self, JournalHolds.self, JournalVerify.self, JournalAuditCommand.self,
        ])
}
