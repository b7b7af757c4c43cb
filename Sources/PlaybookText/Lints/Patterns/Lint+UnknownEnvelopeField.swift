import Playbook

extension Lint {
    static let unknownEnvelopeField = Lint(
        "QL110", "unknown-envelope-field", .error,
        "A field that no event has stands at the top of a pattern.",
        why: """
            The rule never responds: EventBridge looks for the field in the event itself, and events have only \
            `source`, `detail-type`, `account`, `region`, `time`, `id`, `version`, `resources` and `detail` \
            there.
            """,
        fix: "Move it under `detail`, or correct its name. `--fix` corrects one that is nearly right.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail_type: [GuardDuty Finding] }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail-type: [GuardDuty Finding] }
                respond: [notify]
            """)

    static func envelopeFields(_ subject: LintSubject) -> [Diagnostic] {
        subject.rules.flatMap { rule -> [Diagnostic] in
            guard let members = rule.when?.value.members else { return [] }
            return members.compactMap { member in
                let name =
                    member.name.split(separator: ".", omittingEmptySubsequences: false).first.map(String.init) ?? ""
                guard member.name != "$or", !EventKind.envelope.contains(name), !member.value.asksForAbsence else {
                    return nil
                }
                let isOfDetail = EventKind.all.contains { $0.fields.contains(name) }
                let meant = Spelling.correction(of: name, in: EventKind.envelope)
                    .flatMap { meant in members.named(meant) == nil ? meant : nil }
                let advice =
                    isOfDetail
                    ? "It stands under detail; write detail: { \(name): ... }."
                    : Spelling.advice(name, known: EventKind.envelope)
                return subject.found(
                    .unknownEnvelopeField, member.position,
                    "No event has \(name.quoted) beside its detail, and the rule never responds. \(advice)",
                    fix: isOfDetail || name != member.name
                        ? nil : meant.flatMap { subject.source.replacing(name, at: member.position, with: $0) })
            }
        }
    }
}
