import Playbook

extension Lint {
    static let notOneDocument = Lint(
        "QL001", "not-yaml", .error,
        "The text is not one YAML document that a playbook could be.",
        why: """
            Quell reads YAML 1.2: one document, of at most 512 KiB, 64 levels and 100 aliases. What is larger or \
            deeper could stop the service that reads it.
            """,
        fix: "Correct the syntax at the place; where a playbook is too large, split it or write out less.",
        wrong: """
            quell: 1
            rules:
            \t- name: one
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                respond: [notify]
            """)
}
