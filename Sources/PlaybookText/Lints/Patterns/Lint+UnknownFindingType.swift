import Playbook

extension Lint {
    static let unknownFindingType = Lint(
        "QL105", "unknown-finding-type", .error,
        "GuardDuty has no finding type of this name.",
        why: "A wrong letter means a response that never happens.",
        fix: """
            Write the type that is meant; `--fix` corrects one that is nearly right. Where a type is newer than \
            the list, ask for it by prefix.
            """,
        wrong: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: ["Backdoor:EC2/Spambott"] } }
                respond: [notify]
            """,
        right: """
            quell: 1
            rules:
              - name: one
                when: { source: [aws.guardduty], detail: { type: ["Backdoor:EC2/Spambot"] } }
                respond: [notify]
            """,
        undecided: """
            Only types that are written out are compared; prefixes are [QL108](QL108.md), other matchers are not \
            looked into.
            """)
}
