import Playbook

extension Lint {
    static let topicARN = Lint(
        "QL010", "topic", .error,
        "A topic is not the ARN of a standard SNS topic.",
        why: "Nobody would be told. FIFO topics take neither e-mail nor chat.",
        fix: "Write the whole ARN, such as `arn:aws:sns:eu-west-1:111122223333:quell-alerts`.",
        wrong: """
            quell: 1
            notify: { topic: quell-alerts }
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """,
        right: """
            quell: 1
            notify: { topic: "arn:aws:sns:eu-west-1:111122223333:quell-alerts" }
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """)
}
