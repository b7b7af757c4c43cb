import Playbook

extension Lint {
    static let approvalHoldsOthers = Lint(
        "QL207", "approval-holds-others", .warning,
        "An action waits for the approval that another action of the rule needs.",
        why: "The plan of a rule is approved as a whole.",
        fix: "Put what must not wait into a rule of its own, or ask for approval of the rule.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [{ ec2.isolate-instance: { approval: required } }, iam.block-principal, notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                approval: required
                respond: [ec2.isolate-instance, iam.block-principal, notify]
            """)
}
