import Playbook

extension Lint {
    static let unpinnedSource = Lint(
        "QL103", "unpinned-source", .error,
        "A way to match does not ask for an exact source.",
        why: """
            Anybody who may put events on the bus could set off the rule with an event of their own; only AWS \
            can send events of sources that begin with `aws.`.
            """,
        fix: "Add `source: [aws.guardduty]`, or the service that sends the event.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { detail-type: [GuardDuty Finding] }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail-type: [GuardDuty Finding] }
                respond: [notify]
            """)
}
