import Playbook

extension Lint {
    static let unknownRunbook = Lint(
        "QL401", "unknown-runbook", .note,
        "The list of runbooks has no document of this name.",
        why: """
            Names that begin with `AWS` are Amazon's own. A wrong letter would end in `failed` when the finding \
            comes. The list is not whole, so the name may be right.
            """,
        fix: "Compare the name with `aws ssm describe-document --name NAME`.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond:
                  - ssm.start-automation:
                      document: AWS-StopEC2Instances
                      parameters: { InstanceId: [$.detail.resource.instanceDetails.instanceId] }
                  - notify
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond:
                  - ssm.start-automation:
                      document: AWS-StopEC2Instance
                      parameters: { InstanceId: [$.detail.resource.instanceDetails.instanceId] }
                  - notify
            """,
        undecided: "Documents of your own are unknown here and not spoken of.")

    static func unknownRunbooks(_ subject: LintSubject) -> [Diagnostic] {
        subject.runbooks.compactMap { run in
            guard run.name.hasPrefix("AWS"), run.known == nil else { return nil }
            let near = Spelling.nearest(to: run.name, in: RunbookCatalogue.all.map(\.name))
            return subject.found(
                .unknownRunbook, run.document.value.position,
                "The list of Amazon's runbooks (\(RunbookCatalogue.date), not whole) has no \(run.name.quoted)."
                    + (near.map { " Did you mean \($0.quoted)?" } ?? ""))
        }
    }
}
