import ArgumentParser

/// The command line of Quell.
///
/// A command's path is its file: `quell journal verify` is `Commands/Journal/JournalVerify.swift`.
struct Quell: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quell",
        abstract: "Contains security incidents across the accounts of an AWS organization.",
        discussion: """
            A finding comes in; the playbook says what to do; Quell reads the resource as it is now, makes a plan, checks \
            exceptions and guardrails, applies the plan step by step, proves the result, tells people, and can undo it.

            Exit codes: 0 done, 1 failed, 2 bad input, 3 held or partial.

            Example:
              quell respond --playbook Playbooks/default.yaml finding.json
            """,
        version: "0.1.0",
        subcommands: [
            Respond.self, Serve.self, InboxCommand.self, PlanCommand.self, Explain.self, Check.self, Lints.self,
            Init.self, Schema.self, TestCommand.self, ReplayCommand.self, SampleCommand.self, Tend.self,
            SweepCommand.self, Undo.self, Why.self, ApprovalsCommand.self, Halt.self, Resume.self,
            JournalCommand.self,
            ActionsCommand.self, PatternCommand.self, ExceptionsCommand.self, Synth.self, Cost.self,
            Demo.self,
        ])
}

@main enum Main {
    static func main() async {
        await ExitStatus.of(run).exit()
    }

    private static func run() async throws {
        var command = try Quell.parseAsRoot()
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            try command.run()
        }
    }
}
