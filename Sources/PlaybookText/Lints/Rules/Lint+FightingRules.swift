import Playbook

extension Lint {
    static let fightingRules = Lint(
        "QL213", "fighting-rules", .warning,
        "Two rules change one resource in different ways.",
        why:
            "What the resource is afterwards depends on which one comes first; of the same action the guardrails hold the second.",
        fix: "Let their patterns exclude each other, or put what is meant into one rule.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/" }] } }
                respond: [ec2.isolate-instance, notify]
              - name: two
                when: { source: [aws.guardduty], detail: { type: ["Trojan:EC2/DropPoint"] } }
                respond: [{ ec2.isolate-instance: { stop: true } }, notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/" }] } }
                respond: [ec2.isolate-instance, notify]
              - name: two
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Backdoor:EC2/" }] } }
                respond: [{ ec2.isolate-instance: { stop: true } }, notify]
            """,
        undecided: """
            Only rules that are about the same thing of a finding are compared, and of them only the same action, \
            runbooks of the same document, and the runbooks that are known to change what an action changes. An overlap is \
            told only where an event is found that both rules match; whether AWS ever sends that event is not known. Of \
            `$or` each way is compared, as far as all rules together have at most 1,000 ways.
            """)

    /// Fights, and approvals that another rule goes around.
    static func rivals(_ subject: LintSubject) -> [Diagnostic] {
        let shapes = subject.shapes.filter { !$0.rule.changes.isEmpty }
        // One rival is enough to look at; the others turn up once that is settled.
        return shapes.indices.compactMap { index in
            shapes[..<index].lazy.compactMap { rival(shapes[index], $0, subject) }.first
        }
    }

    private static func rival(
        _ later: RuleShape, _ earlier: RuleShape, _ subject: LintSubject
    ) -> Diagnostic? {
        guard later.isAboutSame(as: earlier) else { return nil }
        for change in later.rule.changes {
            for other in earlier.rule.changes where change.concernsSame(as: other) {
                let (asks, othersAsk) = (later.demand(of: change), earlier.demand(of: other))
                let isDifferent = change.options != other.options
                guard isDifferent || (asks == nil) != (othersAsk == nil),
                    let event = later.shape.witness(with: earlier.shape)
                else { continue }
                if change.id == other.id, (asks == nil) != (othersAsk == nil) {
                    guard !((asks ?? othersAsk)?.frees(event) ?? false) else { continue }
                    let (free, asking) = asks == nil ? (later, earlier) : (earlier, later)
                    return subject.found(
                        .bypassedApproval, (asks == nil ? change : other).position,
                        "\(change.id) is done here without the approval that the rule \(asking.rule.name.quoted) of line "
                            + "\(asking.rule.position.line) asks for: both match \(free.shape.words(for: event)).")
                }
                return subject.found(
                    .fightingRules, change.position,
                    "The rule \(earlier.rule.name.quoted) of line \(earlier.rule.position.line) "
                        + (change.id == other.id
                            ? "does \(change.id) with other options" : "changes the same resource with \(other.id)")
                        + ": both match \(later.shape.words(for: event)).")
            }
        }
        return nil
    }
}
