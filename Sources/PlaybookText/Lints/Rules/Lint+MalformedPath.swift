import Playbook

extension Lint {
    static let malformedPath = Lint(
        "QL203", "malformed-path", .error,
        "A parameter begins with `$` and is not a JSON path.",
        why: """
            A text that begins with `$.` is a path into the event; one that cannot be read would leave the \
            runbook without its parameter.
            """,
        fix: "Write members and elements, such as `$.detail.resourceId` or `$.resources[0]`.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond:
                  - ssm.start-automation:
                      document: Own
                      parameters: { Name: $.detail..id }
                  - notify
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond:
                  - ssm.start-automation:
                      document: Own
                      parameters: { Name: $.detail.id }
                  - notify
            """)
}
