import Playbook

extension Lint {
    static let shadowedRule = Lint(
        "QL212", "shadowed-rule", .warning,
        "Another rule matches all that a rule matches, and does all that it does.",
        why: """
            Every rule that matches responds, each as an execution of its own: what this one does is done \
            already, and people are told twice.
            """,
        fix: "Take the narrower rule out, or exclude its events from the wider one.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/" }] } }
                respond: [ec2.isolate-instance, notify]
              - name: two
                when: { source: [aws.guardduty], detail: { type: ["Trojan:EC2/DropPoint"] } }
                respond: [ec2.isolate-instance, notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/" }] } }
                respond: [ec2.isolate-instance, notify]
              - name: two
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Backdoor:EC2/" }] } }
                respond: [ec2.isolate-instance, notify]
            """,
        undecided: """
            A field is wider than another one only where texts, prefixes and suffixes show it. Of `$or` each way is \
            compared; what only several ways together cover is not found, and neither is anything in more than 1,000 ways.
            """)
}
