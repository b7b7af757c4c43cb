import Playbook

extension Lint {
    static let emptyList = Lint(
        "QL013", "empty-list", .error,
        "A list that must not be empty is.",
        why: """
            A playbook without rules, or a rule that responds with nothing, does nothing; that is hardly meant.
            """,
        fix: "Add an entry, or take the key out.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: []
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """)
}
