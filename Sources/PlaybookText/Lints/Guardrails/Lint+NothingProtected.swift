import Playbook

extension Lint {
    static let nothingProtected = Lint(
        "QL301", "nothing-protected", .warning,
        "A playbook changes resources and protects none.",
        why: """
            Whoever can provoke findings chooses what is contained. Without `protect` that may be the role with \
            which people would repair it.
            """,
        fix: """
            List what must never be changed, the role for emergencies first: `protect: \
            ["arn:aws:iam::*:role/break-glass/*"]`.
            """,
        wrong: """
            quell: 1
            guardrails: { limits: { ec2.isolate-instance: 5/hour/account } }
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

    static func unprotected(_ subject: LintSubject) -> [Diagnostic] {
        let guardrails = subject.members.named("guardrails")
        guard subject.changesSomething, guardrails?.value.members.named("protect") == nil,
            let place = guardrails?.position ?? subject.members.named("rules")?.position
        else { return [] }
        return [
            subject.found(
                .nothingProtected, place,
                "The rules change resources and nothing is protected; add guardrails.protect with the role for "
                    + "emergencies, such as arn:aws:iam::*:role/break-glass/*")
        ]
    }
}
