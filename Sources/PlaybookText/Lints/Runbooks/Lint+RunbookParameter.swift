import Playbook

extension Lint {
    static let runbookParameter = Lint(
        "QL402", "runbook-parameter", .warning,
        """
        A parameter that the runbook does not have, one that it needs and is not given, or a value that it \
        does not take.
        """,
        why: "SSM refuses to start the runbook: the outcome is `failed` when the finding comes.",
        fix: "Write the parameters that the document has. `--fix` corrects one that is nearly right.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond:
                  - ssm.start-automation:
                      document: AWS-DisableS3BucketPublicReadWrite
                      parameters: { BucketName: $.detail.resourceId }
                  - notify
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond:
                  - ssm.start-automation:
                      document: AWS-DisableS3BucketPublicReadWrite
                      parameters: { S3BucketName: $.detail.resourceId }
                  - notify
            """,
        undecided: """
            Only documents whose parameters are known are looked into; of those that are known in part, only the \
            parameter they need. Values that come from the event are not.
            """)

    static func runbookParameters(_ subject: LintSubject) -> [Diagnostic] {
        subject.runbooks.flatMap { run -> [Diagnostic] in
            guard let known = run.known, let needed = known.needed else { return [] }
            var found: [Diagnostic] = []
            // A parameter that is all but the needed one is told of below.
            let isMeant = run.parameters.contains { member in
                !known.takes(member.name) && Spelling.nearest(to: member.name, in: known.parameters) == needed
            }
            if run.parameters.named(needed) == nil, !isMeant {
                found.append(
                    subject.found(
                        .runbookParameter, run.document.value.position,
                        "\(known.name) needs the parameter \(needed.quoted), which is not given."))
            }
            for member in run.parameters {
                if let sentence = known.mistake(in: member) {
                    let meant = Spelling.correction(of: member.name, in: known.parameters)
                        .flatMap { meant in run.parameters.named(meant) == nil ? meant : nil }
                    found.append(
                        subject.found(
                            .runbookParameter, member.position, sentence,
                            fix: known.takes(member.name)
                                ? nil
                                : meant.flatMap {
                                    subject.source.replacing(member.name, at: member.position, with: $0)
                                }))
                }
            }
            return found
        }
    }
}
