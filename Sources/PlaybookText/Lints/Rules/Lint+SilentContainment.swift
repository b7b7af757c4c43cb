import ActionKit
import Playbook

extension Lint {
    static let silentContainment = Lint(
        "QL210", "contain-without-notify", .warning,
        "A rule changes something and tells nobody.",
        why: """
            Where all goes well no message is sent: somebody finds a machine cut off and does not know why, or \
            who to ask.
            """,
        fix: "Add `notify` to the rule. `--fix` does.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [ec2.isolate-instance]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [ec2.isolate-instance, notify]
            """)

    static func silentContainments(_ subject: LintSubject) -> [Diagnostic] {
        subject.rules.compactMap { rule in
            // A rule that archives as well is told of by QL209.
            guard let first = rule.changes.first, !rule.has(.notify), !rule.has(.archive), let respond = rule.respond
            else { return nil }
            return subject.found(
                .silentContainment, first.position,
                "\(first.id) changes something, and the rule tells nobody when that went well; add - notify",
                fix: subject.source.appending("notify", to: respond.value))
        }
    }
}
