import Playbook

extension Lint {
    static let unknownDetailType = Lint(
        "QL109", "unknown-detail-type", .error,
        "No finding comes with this detail-type.",
        why: """
            The source sends its findings with one detail-type, and a rule that asks for another never responds.
            """,
        fix: """
            Write the detail-type of the source: `GuardDuty Finding`, `Config Rules Compliance Change` or \
            `Security Hub Findings - Custom Action`. `--fix` corrects one that is nearly right.
            """,
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail-type: [GuardDuty Findings] }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail-type: [GuardDuty Finding] }
                respond: [notify]
            """,
        undecided: "Patterns with `$or`, and detail-types that are not written out, are not looked into.")

    static func detailTypes(_ subject: LintSubject) -> [Diagnostic] {
        subject.patterns.flatMap { fields -> [Diagnostic] in
            guard let sources = fields.sources, let field = fields["detail-type"] else { return [] }
            let kinds = EventKind.all.filter { sources.contains($0.source) }
            // A source that Quell does not know is told of already.
            guard !kinds.isEmpty, Set(sources).count == kinds.count else { return [] }
            let known = kinds.map(\.detailType)
            return field.alternatives.compactMap { node in
                guard let text = node.exactText, !known.contains(text) else { return nil }
                let other = EventKind.all.first { $0.detailType == text }
                let why = other.map { "it comes from \($0.source) alone" } ?? "the rule never responds to it"
                return subject.found(
                    .unknownDetailType, node.position,
                    "No finding of \(sources.joined(separator: ", ")) comes with the detail-type \(text.quoted); \(why). "
                        + "Write \(known.map(\.quoted).joined(separator: " or ")).",
                    fix: Spelling.correction(of: text, in: known).flatMap {
                        subject.source.replacing(text, at: node.position, with: $0)
                    })
            }
        }
    }
}
