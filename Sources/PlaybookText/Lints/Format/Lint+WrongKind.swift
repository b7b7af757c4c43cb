import Playbook

extension Lint {
    static let wrongKind = Lint(
        "QL005", "wrong-kind", .error,
        "A value is of another kind than it must be: a text, a list, a mapping or a number.",
        why: "A value of the wrong kind has no meaning, and guessing one would be worse than saying so.",
        fix: "Write the value as the message says.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: notify
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """)
}
