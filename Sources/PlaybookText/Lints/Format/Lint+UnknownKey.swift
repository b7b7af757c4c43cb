import Playbook

extension Lint {
    static let unknownKey = Lint(
        "QL003", "unknown-key", .error,
        "A key that a playbook does not have at this place.",
        why: """
            A misspelled key would be ignored without a word: a guardrail that is not there, or an exception \
            that exempts nobody.
            """,
        fix: "Write the key that is meant, or take it out. `--fix` corrects one that is nearly right.",
        wrong: """
            quell: 1
            exception: { tag: Excused }
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """,
        right: """
            quell: 1
            exceptions: { tag: Excused }
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """)
}
