import Playbook

extension Lint {
    static let foreignField = Lint(
        "QL113", "foreign-field", .error,
        "A field belongs to the events of another source.",
        why: "No event has both the source and the field: the rule never responds.",
        fix: "Correct the source, or ask for a field that its events have.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.config], detail: { severity: [{ numeric: [">=", 7] }] } }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { severity: [{ numeric: [">=", 7] }] } }
                respond: [notify]
            """,
        undecided: "Only names right under `detail` are compared, in patterns of one source and without `$or`.")

    static func foreignFields(_ subject: LintSubject) -> [Diagnostic] {
        subject.detailFields.compactMap { kind, member, _ in
            guard !kind.fields.contains(member.name), !member.value.asksForAbsence,
                let owner = EventKind.all.first(where: { $0 != kind && $0.fields.contains(member.name) })
            else { return nil }
            return subject.found(
                .foreignField, member.position,
                "\(member.name.quoted) stands in events of \(owner.source) and never in those of \(kind.source), so the "
                    + "rule never responds. Those have \(kind.fields.sorted().joined(separator: ", ")).")
        }
    }
}
