import Playbook

extension Lint {
    static let lonelyArchive = Lint(
        "QL209", "archive-without-notify", .warning,
        "A rule archives the finding and tells nobody.",
        why: "A finding is archived only once people were told of it; without `notify` it stays open.",
        fix: "Add `notify` to the rule. `--fix` does.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [ec2.isolate-instance, guardduty.archive-finding]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [ec2.isolate-instance, guardduty.archive-finding, notify]
            """)
}
