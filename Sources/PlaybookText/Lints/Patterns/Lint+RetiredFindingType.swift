import Playbook

extension Lint {
    static let retiredFindingType = Lint(
        "QL106", "retired-finding-type", .warning,
        "GuardDuty does not send this finding type any more.",
        why: "AWS has retired or renamed it; the rule waits for what never comes.",
        fix: "Write the type that took its place. `--fix` does where one name was given endings.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: ["UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration"] } }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration" }] } }
                respond: [notify]
            """)
}
