import Playbook

extension Lint {
    static let nothingLimited = Lint(
        "QL302", "nothing-limited", .note,
        "A playbook changes resources and sets no limits.",
        why: """
            Actions have standard limits for a resource, and some for an account; a runbook has none for an \
            account. Your own say how much may go wrong at once.
            """,
        fix: "Set `limits` for the actions that the rules use.",
        wrong: """
            quell: 1
            guardrails: { protect: ["arn:aws:iam::*:role/break-glass/*"] }
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [ec2.isolate-instance, notify]
            """,
        right: """
            quell: 1
            guardrails: { protect: ["arn:aws:iam::*:role/break-glass/*"], limits: { ec2.isolate-instance: 5/hour/account } }
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [ec2.isolate-instance, notify]
            """)

    static func unlimited(_ subject: LintSubject) -> [Diagnostic] {
        let guardrails = subject.members.named("guardrails")
        guard subject.changesSomething, guardrails?.value.members.named("limits") == nil,
            let place = guardrails?.position ?? subject.members.named("rules")?.position
        else { return [] }
        let ids = Set(subject.rules.flatMap(\.changes).map(\.id)).sorted().joined(separator: ", ")
        return [
            subject.found(
                .nothingLimited, place,
                "No limit is set for \(ids); add guardrails.limits, such as 5/hour/account for each.")
        ]
    }
}
