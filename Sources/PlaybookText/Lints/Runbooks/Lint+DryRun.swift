import Playbook

extension Lint {
    static let dryRun = Lint(
        "QL404", "runbook-dry-run", .warning,
        "A runbook is started that only tries, unless it is told not to.",
        why: """
            Runbooks of the family `AWSSupport-Contain` have `DryRun` set to `true`: the run succeeds, and \
            nothing is contained.
            """,
        fix: "Add `DryRun: \"false\"`, once you have seen what it would do.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond:
                  - ssm.start-automation:
                      document: AWSSupport-ContainS3Resource
                      parameters: { BucketName: $.detail.resourceId, Action: Contain }
                  - notify
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond:
                  - ssm.start-automation:
                      document: AWSSupport-ContainS3Resource
                      parameters: { BucketName: $.detail.resourceId, Action: Contain, DryRun: "false" }
                  - notify
            """)

    static func dryRuns(_ subject: LintSubject) -> [Diagnostic] {
        subject.runbooks.compactMap { run in
            guard run.known?.triesOnly ?? false else { return nil }
            let given = run.parameters.named("DryRun")
            // A list may give it too; SSM takes every value as one.
            let texts = given.map { [$0.value.exactText].compactMap { $0 } + $0.value.elements.compactMap(\.exactText) }
            guard given == nil || texts?.map({ $0.lowercased() }) == ["true"] else { return nil }
            return subject.found(
                .dryRun, given?.position ?? run.document.value.position,
                "\(run.name) only tries with DryRun: \"true\", which is its standard; write DryRun: \"false\" to contain."
            )
        }
    }
}
