import Playbook

extension Lint {
    static let bypassedApproval = Lint(
        "QL214", "bypassed-approval", .warning,
        "A rule does without approval what another one asks people for, on the same event.",
        why: "The approval guards nothing: the other rule goes ahead.",
        fix: "Ask for approval in both, or let their patterns exclude each other.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/" }] } }
                respond: [{ ec2.isolate-instance: { approval: required } }, notify]
              - name: two
                when: { source: [aws.guardduty], detail: { type: ["Trojan:EC2/DropPoint"] } }
                respond: [ec2.isolate-instance, notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/" }] } }
                respond: [{ ec2.isolate-instance: { approval: required } }, notify]
              - name: two
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Backdoor:EC2/" }] } }
                respond: [ec2.isolate-instance, notify]
            """,
        undecided: """
            An overlap is told only where an event is found that both rules match, and that `unless` does not \
            free from approval; whether AWS ever sends that event is not known. Of `$or` each way is compared, as far as \
            all rules together have at most 1,000 ways.
            """)
}
