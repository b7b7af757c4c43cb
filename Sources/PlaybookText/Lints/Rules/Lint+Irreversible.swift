import Playbook

extension Lint {
    static let irreversible = Lint(
        "QL208", "irreversible-without-approval", .warning,
        "An action destroys something for good, and nobody is asked.",
        why: """
            Findings can be provoked and can be wrong; what is destroyed does not come back, and evidence goes \
            with it.
            """,
        fix: "Ask for approval of the rule. `--fix` does.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond:
                  - ssm.start-automation:
                      document: AWS-TerminateEC2Instance
                      parameters: { InstanceId: [$.detail.resource.instanceDetails.instanceId] }
                  - notify
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                approval: required
                respond:
                  - ssm.start-automation:
                      document: AWS-TerminateEC2Instance
                      parameters: { InstanceId: [$.detail.resource.instanceDetails.instanceId] }
                  - notify
            """,
        undecided: """
            It knows a runbook by its name: one that destroys and does not say so in its name is not found.
            """)
}
