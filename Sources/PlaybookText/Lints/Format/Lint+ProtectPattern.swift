import Playbook

extension Lint {
    static let protectPattern = Lint(
        "QL012", "protect-pattern", .error,
        "An entry of `protect` is not a pattern of an ARN.",
        why: "It would protect nothing, and nobody would notice until the resource is changed.",
        fix: "Write the six parts of an ARN, with `*` and `?` where any text or character will do.",
        wrong: """
            quell: 1
            guardrails: { protect: [role/break-glass] }
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """,
        right: """
            quell: 1
            guardrails: { protect: ["arn:aws:iam::*:role/break-glass/*"] }
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """)
}
