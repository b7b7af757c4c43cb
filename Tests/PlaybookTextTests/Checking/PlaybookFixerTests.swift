import Actions
import Playbook
@testable import PlaybookText
import Testing

@Suite struct PlaybookFixerTests {
    private static let fixer = PlaybookFixer(PlaybookLinter(actions: ActionRegistry.all))

    private func fixed(_ text: String) -> String { Self.fixer.fix(text, file: "p.yaml").text }

    @Test(
        "corrects the place and leaves everything else as it is",
        arguments: [
            ("source: [aws.guarduty]  # ours", "source: [aws.guardduty]  # ours"),
            ("source: ['aws.guarduty']", "source: ['aws.guardduty']"),
            (
                "source: [aws.guardduty]\n      account: [ 111122223333 , \"222233334444\" ]",
                "source: [aws.guardduty]\n      account: [ \"111122223333\" , \"222233334444\" ]"
            ),
            (
                "source: [aws.guardduty]\n      account: [011122223333]",
                "source: [aws.guardduty]\n      account: [\"011122223333\"]"
            ),
            (
                "source: [aws.guardduty]\n      detail_type: [GuardDuty Finding]",
                "source: [aws.guardduty]\n      detail-type: [GuardDuty Finding]"
            ),
            (
                "source: [aws.guardduty]\n      detail: { type: [\"UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration\"] }",
                "source: [aws.guardduty]\n      detail: { type: [{ prefix: \"UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration\" }] }"
            ),
            (
                "source: [aws.guardduty]\n      detail: { type: [{ prefix: \"Trojan:EC2\\\" }] }",
                "source: [aws.guardduty]\n      detail: { type: [{ prefix: \"Trojan:EC2\\\" }] }"
            ),
            (
                "source: [aws.guardduty]\n      detail: { type: [{ prefix: 'Trojan:ec2:' }] }",
                "source: [aws.guardduty]\n      detail: { type: [{ prefix: 'Trojan:EC2/' }] }"
            ),
            (
                "source: [aws.config]\n      detail: { newEvaluationResult: { complianceType: [NONCOMPLIANT] } }",
                "source: [aws.config]\n      detail: { newEvaluationResult: { complianceType: [NON_COMPLIANT] } }"
            ),
            (
                "source: [aws.guardduty]\n      detail: { type: [\"Trojan:EC2/DropPiont\"] }",
                "source: [aws.guardduty]\n      detail: { type: [\"Trojan:EC2/DropPoint\"] }"
            ),
        ])
    func patterns(_ wrong: String, _ right: String) {
        func text(_ when: String) -> String {
            "# mine\nquell: 1   # one\nrules:\n  - name: one\n    when:\n      \(when)\n    respond: [notify]\n"
        }
        #expect(fixed(text(wrong)) == text(right))
    }

    @Test(
        "adds to a rule what it lacks, in the way it is written",
        arguments: [
            ("respond: [ec2.isolate-instance]", "respond: [ec2.isolate-instance, notify]"),
            (
                "respond:\n      - ec2.isolate-instance   # cut off",
                "respond:\n      - ec2.isolate-instance   # cut off\n      - notify"
            ),
            (
                "respond:\n    - ec2.isolate-instance:\n        snapshot: yes",
                "respond:\n    - ec2.isolate-instance:\n        snapshot: true\n    - notify"
            ),
            (
                "respond: [{ ssm.start-automation: { document: AWSConfigRemediation-DeleteIAMUser, assume-role: x/Y } }, notify]",
                "approval: required\n    respond: [{ ssm.start-automation: { document: AWSConfigRemediation-DeleteIAMUser, assume-role: x/Y } }, notify]"
            ),
        ])
    func responses(_ wrong: String, _ right: String) {
        func text(_ respond: String) -> String {
            """
            quell: 1
            guardrails:
              protect: ["arn:aws:iam::*:role/break-glass/*"]
              limits: { notify: 5/hour/account }
            rules:
              - name: one
                when: { source: [aws.guardduty] }
                \(respond)
            # the end

            """
        }
        #expect(fixed(text(wrong)) == text(right))
    }

    @Test("does not guess: what is far from everything, and what is near to two things, stays")
    func doesNotGuess() {
        for text in [
            "quell: 1\nrules:\n  - name: one\n    when: { source: [aws.guardduty], detail: { type: [\"Odd:Thing\"] } }\n    respond: [notify]\n",
            "quell: 1\nrules:\n  - name: one\n    when: { source: [aws.guardduty] }\n    respond: [notfy, &x notfy, *x]\n    extra: |\n      yes\n",
        ] {
            let outcome = Self.fixer.fix(text, file: "p.yaml")
            #expect(outcome.text.contains("Odd:Thing") || outcome.text.contains("extra: |"))
        }
        #expect(Spelling.correction(of: "ab", in: ["abc"]) == nil)
        #expect(Spelling.correction(of: "aaaaaaax", in: ["aaaaaaab", "aaaaaaac"]) == nil)
        #expect(Spelling.correction(of: "limts", in: ["limits", "units"]) == "limits")
    }

    @Test("an edit whose place is not in the text is refused")
    func places() {
        func edit(_ start: (Int, Int), _ end: (Int, Int)) -> TextFix.Edit {
            TextFix.Edit(
                start: Position(line: start.0, column: start.1), end: Position(line: end.0, column: end.1), text: "X")
        }
        #expect(PlaybookFixer.applying(edit((2, 1), (2, 2)), to: "a\r\nbc") == "a\r\nXc")
        #expect(PlaybookFixer.applying(edit((1, 2), (1, 2)), to: "a\r\nbc") == "aX\r\nbc")
        #expect(PlaybookFixer.applying(edit((1, 2), (1, 2)), to: "a") == "aX")
        #expect(PlaybookFixer.applying(edit((1, 1), (1, 2)), to: "\u{FEFF}ab") == "\u{FEFF}Xb")
        #expect(PlaybookFixer.applying(edit((1, 3), (1, 4)), to: "a\nb") == nil)
        #expect(PlaybookFixer.applying(edit((3, 1), (3, 1)), to: "a\nb") == nil)
        #expect(PlaybookFixer.applying(edit((1, 2), (1, 1)), to: "ab") == nil)
        #expect(PlaybookFixer.applying(edit((0, 1), (0, 1)), to: "ab") == nil)
    }
}
