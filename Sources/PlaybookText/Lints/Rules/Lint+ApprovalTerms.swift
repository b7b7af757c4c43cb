import Playbook

extension Lint {
    static let approvalTerms = Lint(
        "QL205", "approval-terms", .error,
        "The terms of an approval cannot be read, or stand where nothing is changed.",
        why: "A demand for approval that is misread must not be lost.",
        fix: "Write `required`, or the terms that [approvals](../approvals.md) lists.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                approval: requierd
                respond: [ec2.isolate-instance, notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                approval: required
                respond: [ec2.isolate-instance, notify]
            """)
}
