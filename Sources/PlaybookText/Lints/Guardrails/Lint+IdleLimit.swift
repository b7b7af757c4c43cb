import Playbook

extension Lint {
    static let idleLimit = Lint(
        "QL303", "idle-limit", .note,
        "A limit is set for an action that no rule uses.",
        why: "It limits nothing; the action that was meant may have no limit.",
        fix: "Take it out, or name the action that the rules use.",
        wrong: """
            quell: 1
            guardrails: { protect: ["arn:aws:iam::*:role/break-glass/*"], limits: { iam.block-principal: 5/hour/account } }
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

    static func idleLimits(_ subject: LintSubject) -> [Diagnostic] {
        let limits = subject.members.named("guardrails")?.value.members.named("limits")?.value.members ?? []
        // Of an action that could not be read nobody knows whether it is the one.
        guard subject.rules.allSatisfy({ $0.responses.count == $0.respond?.value.elements.count }) else { return [] }
        let used = Set(subject.rules.flatMap(\.responses).map(\.id))
        return limits.compactMap { limit in
            guard subject.manifests[limit.name] != nil, !used.contains(limit.name) else { return nil }
            return subject.found(
                .idleLimit, limit.position, "No rule responds with \(limit.name), so this limits nothing.")
        }
    }
}
