import Playbook

extension Lint {
    static let misspelledField = Lint(
        "QL111", "misspelled-field", .warning,
        "A field of the detail is nearly one that the events have.",
        why: "A field that is not in the event matches nothing, and the rule never responds.",
        fix: "Write the field as the events have it. `--fix` does.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { Severity: [{ numeric: [">=", 7] }] } }
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

    static func misspelledFields(_ subject: LintSubject) -> [Diagnostic] {
        subject.detailFields.compactMap { kind, member, siblings in
            guard !kind.fields.contains(member.name), !member.value.asksForAbsence,
                let meant = Spelling.correction(of: member.name, in: kind.fields)
            else { return nil }
            return subject.found(
                .misspelledField, member.position,
                "Events of \(kind.source) have \(meant.quoted) and not \(member.name.quoted).",
                fix: siblings.named(meant) == nil
                    ? subject.source.replacing(member.name, at: member.position, with: meant) : nil)
        }
    }
}
