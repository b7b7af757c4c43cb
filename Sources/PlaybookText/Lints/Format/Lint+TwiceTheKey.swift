import Playbook

extension Lint {
    static let twiceTheKey = Lint(
        "QL002", "duplicate-key", .error,
        "A key is written twice in one mapping.",
        why: """
            YAML readers take the first, the last, or neither: what one person reads is not what another program \
            does.
            """,
        fix: "Keep one of them.",
        wrong: """
            quell: 1
            quell: 1
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
