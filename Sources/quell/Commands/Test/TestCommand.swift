import ArgumentParser

/// `quell test`: tests of playbooks.
struct TestCommand: AsyncParsableCommand {
    static let abstract = "Run the tests beside a playbook: what it does about which event, on simulated accounts."
    static let discussion = """
        The tests of NAME.yaml are in NAME.test.yaml beside it. Each gives an event, the state of the world, and what is \
        expected; the engine itself answers the event, on accounts that are simulated in this process. Reaches no network.

        Exit codes: 0 all tests passed, 1 some failed, 2 a file cannot be read.

        Examples:
          quell test Playbooks/default.yaml
          quell test Playbooks --coverage --junit tests.xml
          quell test p.yaml --filter exempt --watch
        """

    static let configuration = CommandConfiguration(
        commandName: "test", abstract: abstract,
        discussion: """
            \(discussion)
              quell test record 5f1c0e9a77d24b31 --playbook p.yaml > p.incident.test.yaml

            Options of a run: quell test run --help
            """,
        subcommands: [TestRun.self, TestRecord.self], defaultSubcommand: TestRun.self)
}
