import ArgumentParser

/// `quell exceptions`: what is left alone, by whose word.
struct ExceptionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exceptions",
        abstract: "Audit the resources that carry the exception tag, and approve exceptions.",
        subcommands: [
            ExceptionsList.self, ExceptionsApprove.self, ExceptionsRevoke.self, ExceptionsKey.self, ExceptionsAdd.self,
            ExceptionsSign.self, ExceptionsVerify.self,
        ])
}
