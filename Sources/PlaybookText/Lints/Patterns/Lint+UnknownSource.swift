import Playbook

extension Lint {
    static let unknownSource = Lint(
        "QL107", "unknown-source", .warning,
        "Quell reads no findings from this source.",
        why: "Events of other sources end as `unsupported`: the rule matches and nothing is done.",
        fix: """
            Write `aws.guardduty`, `aws.config` or `aws.securityhub`. `--fix` corrects one that is nearly right.
            """,
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guarduty] }
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
