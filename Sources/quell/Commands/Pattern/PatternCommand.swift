import ArgumentParser

/// `quell pattern`: event patterns by themselves.
struct PatternCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pattern", abstract: "Try event patterns against events.",
        subcommands: [PatternTest.self, PatternBench.self])
}
