import Playbook

extension Lint {
    static let numericAccount = Lint(
        "QL104", "numeric-account", .error,
        "An account id is written as a number.",
        why: """
            Account ids are texts in events. A number matches none of them, and the rule would never respond.
            """,
        fix: "Put it in quotes. `--fix` does.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], account: [111122223333] }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], account: ["111122223333"] }
                respond: [notify]
            """)
}
