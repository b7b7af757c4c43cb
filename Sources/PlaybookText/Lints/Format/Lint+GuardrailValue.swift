import Playbook

extension Lint {
    static let guardrailValue = Lint(
        "QL011", "guardrail-value", .error,
        "A guardrail is not written so that it can guard.",
        why: "A limit that is misread lets more happen than it should.",
        fix: """
            Write limits as `COUNT/PERIOD/SCOPE`, numbers as whole numbers, and units as lists of account ids in \
            quotes.
            """,
        wrong: """
            quell: 1
            guardrails: { limits: { notify: 5/hour } }
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """,
        right: """
            quell: 1
            guardrails: { limits: { notify: 5/hour/account } }
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """)
}
