import Playbook

extension Lint {
    static let noValue = Lint(
        "QL007", "ambiguous-value", .error,
        "A value that JSON does not have, or that could mean two things.",
        why: """
            Patterns and options are JSON. A number that begins with 0 may be an account id, an octal number or \
            a decimal one; `.nan` is no number in JSON.
            """,
        fix: "Put it in quotes where it is a text. `--fix` does that for numbers that begin with 0.",
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], account: [011122223333] }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], account: ["011122223333"] }
                respond: [notify]
            """)
}
