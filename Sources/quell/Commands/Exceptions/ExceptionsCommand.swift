import ArgumentParser

/// `quell exceptions`: what is left alone, by whose word.
struct ExceptionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exceptions",
        abstract: "Audit the resources that carry the exception tag, which Quell never changes.",
        subcommands: [ExceptionsList.self])
}
