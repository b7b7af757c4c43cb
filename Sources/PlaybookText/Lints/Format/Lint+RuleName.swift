import Playbook

extension Lint {
    static let ruleName = Lint(
        "QL008", "rule-name", .error,
        "A rule has no proper name, or the name of another rule.",
        why: """
            The name stands in alerts, in the journal and in AWS resources that are made from the rule; two \
            rules of one name could not be told apart.
            """,
        fix: """
            Write up to 64 lower-case letters, digits and single dashes, a letter first, and each name once.
            """,
        wrong: """
            quell: 1
            rules:
              - name: Contain_Instance
                when: { source: [aws.guardduty] }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: contain-instance
                when: { source: [aws.guardduty] }
                respond: [notify]
            """)
}
