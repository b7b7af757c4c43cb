import Playbook

extension Lint {
    static let runbookRole = Lint(
        "QL403", "runbook-without-role", .warning,
        "A runbook that must be told its role is told none.",
        why: "Runbooks of the family `AWSConfigRemediation` refuse to start without `AutomationAssumeRole`.",
        fix: "Set `assume-role` to a role that may do what the runbook does, and nothing else.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond:
                  - ssm.start-automation:
                      document: AWSConfigRemediation-EnableKeyRotation
                      parameters: { KeyId: $.detail.resourceId }
                  - notify
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond:
                  - ssm.start-automation:
                      document: AWSConfigRemediation-EnableKeyRotation
                      parameters: { KeyId: $.detail.resourceId }
                      assume-role: quell/Rotate
                  - notify
            """)

    static func rolelessRunbooks(_ subject: LintSubject) -> [Diagnostic] {
        subject.runbooks.compactMap { run in
            guard run.known?.needsRole ?? run.name.hasPrefix("AWSConfigRemediation-"),
                run.parameters.named("AutomationAssumeRole") == nil,
                run.response.option("assume-role")?.value.exactText?.isEmpty ?? true
            else { return nil }
            return subject.found(
                .runbookRole, run.document.value.position,
                "\(run.name) does not start without the role it is to act as; set assume-role.")
        }
    }
}
