import Playbook

extension Lint {
    static let duplicateRule = Lint(
        "QL211", "duplicate-rule", .warning,
        "A rule matches the same events as another one, and does nothing that the other does not.",
        why: """
            Every rule that matches responds, each as an execution of its own: the second one finds its work \
            done, is held as a repetition, and people are told twice.
            """,
        fix: "Keep one of them.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/" }] } }
                respond: [ec2.isolate-instance, notify]
              - name: two
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/" }] } }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/" }] } }
                respond: [ec2.isolate-instance, notify]
              - name: two
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Backdoor:EC2/" }] } }
                respond: [notify]
            """,
        undecided: """
            A field is wider than another one only where texts, prefixes and suffixes show it. Of `$or` each way is \
            compared; what only several ways together cover is not found, and neither is anything in more than 1,000 ways.
            """)

    /// Duplicates and shadows: a rule that another one makes superfluous.
    static func superfluousRules(_ subject: LintSubject) -> [Diagnostic] {
        let shapes = subject.shapes
        return shapes.indices.compactMap { index in
            let own = shapes[index]
            for other in shapes.indices where other != index {
                let wider = shapes[other]
                guard wider.makesSuperfluous(own), wider.shape.covers(own.shape) else { continue }
                let isSame = own.shape.covers(wider.shape)
                // Of two that make each other superfluous the first is kept.
                if isSame, own.makesSuperfluous(wider), other > index { continue }
                let name = "\(wider.rule.name.quoted) of line \(wider.rule.position.line)"
                return isSame
                    ? subject.found(
                        .duplicateRule, own.rule.position,
                        "The rule \(name) matches the same events and does all that this one does; remove this one.")
                    : subject.found(
                        .shadowedRule, own.rule.position,
                        "The rule \(name) matches all that this one matches and does all that it does; remove this one, "
                            + "or exclude its events there.")
            }
            return nil
        }
    }
}
