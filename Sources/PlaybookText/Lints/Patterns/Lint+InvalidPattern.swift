import Playbook

extension Lint {
    static let invalidPattern = Lint(
        "QL101", "invalid-pattern", .error,
        "The pattern is not one that EventBridge takes.",
        why: "EventBridge would refuse the rule when it is deployed. The reason is the one it gives.",
        fix: "Correct the pattern at the place.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { severity: [{ numeric: [7] }] } }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { severity: [{ numeric: [">=", 7] }] } }
                respond: [notify]
            """)
}
