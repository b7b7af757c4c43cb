import Playbook

extension Lint {
    static let impossibleValue = Lint(
        "QL112", "impossible-value", .error,
        "A field is asked for a value that it never has.",
        why: """
            The alternative matches nothing. A severity, for one, is a number in GuardDuty's events, and no text \
            is equal to it.
            """,
        fix: "Ask for a value that there is, such as `{ numeric: [\">=\", 7] }`.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { severity: [High] } }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { severity: [{ numeric: [">=", 7] }] } }
                respond: [notify]
            """,
        undecided: """
            It knows severities, the compliance of AWS Config, and fields that every event has; patterns with \
            `$or` are not looked into.
            """)

    static func impossibleValues(_ subject: LintSubject) -> [Diagnostic] {
        subject.patterns.flatMap { fields -> [Diagnostic] in
            let kind = fields.onlySource
            return fields.fields.flatMap { field in
                field.alternatives.compactMap { node in
                    ImpossibleValue.sentence(field.path, node, kind).map {
                        let meant = ImpossibleValue.correction(field.path, node, kind)
                        return subject.found(
                            .impossibleValue, node.position, $0,
                            fix: meant.flatMap { meant in
                                node.exactText.flatMap {
                                    subject.source.replacing($0, at: node.position, with: meant)
                                }
                            })
                    }
                }
            }
        }
    }
}
