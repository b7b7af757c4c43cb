import Playbook

extension Lint {
    static let missingKey = Lint(
        "QL004", "missing-key", .error,
        "A key that must be there is not.",
        why: "Quell takes nothing for granted that decides what is changed.",
        fix: "Add the key.",
        wrong: """
            quell: 1
            rules:
              - name: one
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
