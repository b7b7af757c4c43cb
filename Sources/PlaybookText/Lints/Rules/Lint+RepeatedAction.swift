import Playbook

extension Lint {
    static let repeatedAction = Lint(
        "QL204", "repeated-action", .error,
        "An action stands twice in a rule with the same options.",
        why: "The second would be held by the guardrails as a repetition.",
        fix: "Keep one of them.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify, notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """)
}
