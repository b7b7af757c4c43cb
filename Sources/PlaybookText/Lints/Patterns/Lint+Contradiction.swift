import Playbook

extension Lint {
    static let contradiction = Lint(
        "QL114", "contradiction", .error,
        "Two fields of a pattern exclude each other.",
        why: "No event has both values: the rule never responds.",
        fix: "Take one of them out, or make them agree.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Backdoor:EC2/" }], resource: { resourceType: [AccessKey] } } }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Backdoor:EC2/" }], resource: { resourceType: [Instance] } } }
                respond: [notify]
            """,
        undecided: """
            It compares Regions, and the types of findings with the types of resources where those are certain; \
            everything else is not decided.
            """)

    static func contradictions(_ subject: LintSubject) -> [Diagnostic] {
        subject.patterns.flatMap { fields -> [Diagnostic] in
            [regions(fields), resources(fields)].compactMap { $0 }.map {
                subject.found(.contradiction, $0.position, $0.sentence)
            }
        }
    }

    private typealias Contrary = (position: Position, sentence: String)

    private static func regions(_ fields: PatternFields) -> Contrary? {
        guard let kind = fields.onlySource, let outer = fields["region"]?.exactTexts,
            let field = fields["detail", kind == .config ? "awsRegion" : "region"], let inner = field.exactTexts,
            Set(outer).isDisjoint(with: inner)
        else { return nil }
        return (
            field.position,
            "\(field.name) is never \(inner.joined(separator: " or ")) in an event whose region is "
                + "\(outer.joined(separator: " or ")), so the rule never responds."
        )
    }

    private static func resources(_ fields: PatternFields) -> Contrary? {
        guard fields.onlySource == .guardDuty, let types = fields["detail", "type"],
            let field = fields["detail", "resource", "resourceType"], let wanted = field.exactTexts
        else { return nil }
        let names = types.alternatives.map { $0.exactText ?? $0.matcher("prefix") }
        let certain = Set(names.map { $0.flatMap(EventKind.resourceType) })
        guard !certain.contains(nil), Set(wanted).isDisjoint(with: certain.compactMap { $0 }) else { return nil }
        let right = certain.compactMap { $0 }.sorted().joined(separator: " or ")
        return (
            field.position,
            "Findings of these types concern \(right) and never \(wanted.joined(separator: " or ")), so the rule never "
                + "responds."
        )
    }
}
