import Playbook

extension Lint {
    static let unmatchedPrefix = Lint(
        "QL108", "unmatched-type-prefix", .warning,
        "No current finding type begins with this prefix.",
        why: "The rule matches nothing until GuardDuty has such a type.",
        fix: "Correct the prefix: purpose, colon, resource, slash, such as `Backdoor:EC2/`.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Backdoor:EC2:" }] } }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Backdoor:EC2/" }] } }
                respond: [notify]
            """)
}
