import Playbook

extension Lint {
    static let approvalOfNothing = Lint(
        "QL206", "approval-of-nothing", .warning,
        "A rule that changes nothing asks for approval.",
        why: "Nobody will ever be asked; whoever reads the playbook may think otherwise.",
        fix: "Take `approval` out, or add the action that was meant.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                approval: required
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
