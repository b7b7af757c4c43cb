import Playbook

extension Lint {
    static let exceptionTerms = Lint(
        "QL009", "exceptions", .error,
        "The terms of exceptions contradict one another, or are no terms.",
        why: """
            An exception that is misread either exempts what nobody approved, or lets something be changed that \
            people excepted.
            """,
        fix: "Write the terms as [exceptions](../exceptions.md) has them.",
        wrong: """
            quell: 1
            exceptions: { max-age: 90d }
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """,
        right: """
            quell: 1
            exceptions: { tag: SecurityException }
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """)
}
