import Playbook

extension Lint {
    static let testValue = Lint(
        "QL015", "test", .error,
        "A value of a file of tests is not what it must be.",
        why: "A test that cannot be read tests nothing.",
        fix: "Write the value as the message says; [trying](../trying.md) lists them all.")
}
