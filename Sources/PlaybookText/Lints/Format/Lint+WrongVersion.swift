import Playbook

extension Lint {
    static let wrongVersion = Lint(
        "QL006", "version", .error,
        "The playbook is not of a version that this Quell reads.",
        why: "A later version may mean something else by the same words.",
        fix: "Write `quell: 1`, as a number.",
        wrong: """
            quell: "1"
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """)
}
