import Playbook

extension Lint {
    static let unknownAction = Lint(
        "QL201", "unknown-action", .error,
        "There is no action of this name.",
        why: "Nothing would be done.",
        fix: """
            Write the id of an action, as `quell actions` lists them. `--fix` corrects one that is nearly right.
            """,
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [ec2.isolate-instanze, notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [ec2.isolate-instance, notify]
            """)
}
