import Playbook

extension Lint {
    static let wildcardComplexity = Lint(
        "QL102", "wildcard-complexity", .error,
        "The wildcards of one field are too many or too alike for EventBridge.",
        why: """
            EventBridge refuses a pattern for which one event could be in the middle of more than ten wildcards \
            at once.
            """,
        fix: "Write prefixes or suffixes where they will do, and split the rule otherwise.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when:
                  source: [aws.guardduty]
                  detail:
                    title:
                      - wildcard: "*a*b"
                      - wildcard: "*a*c"
                      - wildcard: "*a*d"
                      - wildcard: "*a*e"
                      - wildcard: "*a*f"
                      - wildcard: "*a*g"
                      - wildcard: "*a*h"
                      - wildcard: "*a*i"
                      - wildcard: "*a*j"
                      - wildcard: "*a*k"
                      - wildcard: "*a*l"
                      - wildcard: "*a*m"
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { title: [{ wildcard: "*a*b" }] } }
                respond: [notify]
            """)
}
