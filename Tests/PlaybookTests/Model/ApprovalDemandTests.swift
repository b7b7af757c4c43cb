import ActionKit
import Actions
import Playbook
import PlaybookText
import Testing

@Suite struct ApprovalDemandTests {
    @Test(
        "reads durations",
        arguments: [("5m", 300), ("4h", 14_400), ("14d", 1_209_600), ("90m", 5_400)])
    func durations(_ text: String, _ seconds: Int) { #expect(ApprovalDemand.seconds(text) == seconds) }

    @Test("refuses other durations", arguments: ["", "h", "4", "4 h", "-4h", "4m", "15d", "4w", "999999h", "٤h"])
    func refuses(_ text: String) { #expect(ApprovalDemand.seconds(text) == nil) }

    @Test("of two demands the stricter terms count")
    func joins() {
        let joined = ApprovalDemand(seconds: 300, escalate: nil).joined(
            with: ApprovalDemand(seconds: 600, people: 2, escalate: "t"))
        #expect(joined == ApprovalDemand(seconds: 300, people: 2, escalate: "t"))
    }

    private static let text = """
        quell: 1
        rules:
          - name: a
            when: { source: [aws.guardduty], detail: { type: ["Trojan:EC2/DropPoint"] } }
            approval: { unless: { detail: { severity: [8] } }, expires: 4h, people: 2, escalate: "arn:aws:sns:eu-west-1:111122223333:t" }
            respond:
              - ec2.isolate-instance: { approval: required, cut-live-flows: transit }
              - notify
        """

    @Test("no way of passing a playbook on loses a demand")
    func survives() throws {
        let playbook = try Playbook.read(Self.text, file: "p", actions: ActionRegistry.all)
        #expect(playbook.asksForApproval)
        let compiled = try Playbook.read(compiled: playbook.compiled, actions: ActionRegistry.all)
        #expect(compiled.rules == playbook.rules)
        let overrides = Overrides(findings: ["a": ["Trojan:EC2/DropPoint!DNS"]], options: ["cut-live-flows": "off"])
        let changed = try compiled.applying(overrides, actions: ActionRegistry.all)
        #expect(changed.rules[0].approval == playbook.rules[0].approval)
        #expect(changed.rules[0].respond[0].approval == ApprovalDemand())
        #expect(changed.rules[0].approval?.unless?.text == #"{"detail":{"severity":[8]}}"#)
    }

    @Test(
        "a compiled demand that cannot be read is an error",
        arguments: ["null", "{}", #"{"seconds":300,"people":0}"#, #"{"seconds":300,"people":1,"other":1}"#])
    func unreadable(_ demand: String) throws {
        let playbook = try Playbook.read(Self.text, file: "p", actions: ActionRegistry.all)
        let asked = #"{"people":1,"seconds":86400}"#
        #expect(playbook.compiled.contains(asked))
        let broken = playbook.compiled.replacing(asked, with: demand)
        #expect(throws: Playbook.CompiledMistake.self) {
            try Playbook.read(compiled: broken, actions: ActionRegistry.all)
        }
    }

    @Test("a runbook that destroys warns where nobody is asked")
    func warns() throws {
        func warnings(_ approval: String) throws -> [String] {
            let text = """
                quell: 1
                rules:
                  - name: a
                    when: { source: [aws.guardduty] }
                \(approval)
                    respond:
                      - ssm.start-automation: { document: AWS-TerminateEC2Instance }
                      - notify
                """
            return try Playbook.read(text, file: "p", actions: ActionRegistry.all).warnings.map(\.sentence)
        }
        #expect(try warnings("").count == 1)
        #expect(try warnings("    approval: required").isEmpty)
    }
}
