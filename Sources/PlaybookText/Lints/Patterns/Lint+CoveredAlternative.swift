import Playbook

extension Lint {
    static let coveredAlternative = Lint(
        "QL115", "covered-alternative", .note,
        "An alternative of a field is covered by another one.",
        why: "It adds nothing; whoever takes the other one out may think that it does.",
        fix: "Keep the wider one.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/" }, "Trojan:EC2/DropPoint"] } }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/" }] } }
                respond: [notify]
            """,
        undecided: "Texts and prefixes are compared with the others; nothing else is.")

    static func coveredAlternatives(_ subject: LintSubject) -> [Diagnostic] {
        subject.patterns.flatMap { fields in
            fields.fields.flatMap { field -> [Diagnostic] in
                // Too many of them are not compared.
                guard FieldClause(field.alternatives) != nil else { return [] }
                let clauses = field.alternatives.map { FieldClause([$0]) }
                return field.alternatives.indices.compactMap { index in
                    let node = field.alternatives[index]
                    let other = field.alternatives.indices.first { other in
                        guard other != index, let clause = clauses[other], clause.covers(node) else { return false }
                        // Of two that cover each other the first is kept.
                        return other < index || !(clauses[index]?.covers(field.alternatives[other]) ?? false)
                    }
                    guard let other else { return nil }
                    let place = field.alternatives[other].position
                    return subject.found(
                        .coveredAlternative, node.position,
                        "The alternative of line \(place.line), column \(place.column) matches all that this one does.")
                }
            }
        }
    }
}
