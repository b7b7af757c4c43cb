import Playbook

extension Lint {
    static let badOption = Lint(
        "QL202", "bad-option", .error,
        "An option that the action does not have, or a value that it does not take.",
        why: "The action would do something else than is meant.",
        fix: """
            Write what `quell actions ID` lists. `--fix` corrects flags that are written as `yes` and `no`, \
            texts without quotes, and names that are nearly right.
            """,
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [{ ec2.isolate-instance: { snapshot: yes } }, notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [{ ec2.isolate-instance: { snapshot: true } }, notify]
            """)
}
