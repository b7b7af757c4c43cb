import ActionKit
import Playbook
import Testing

@testable import PlaybookText

@Suite struct PlaybookReaderApprovalTests {
    private func errors(_ approval: String) -> [String] {
        StandIns.errors(
            "quell: 1\nrules:\n  - name: one\n    when: {source: [aws.guardduty]}\n    approval: \(approval)\n"
                + "    respond: [ec2.isolate-instance]\n")
    }

    @Test("takes", arguments: ["required", "{}", "{ expires: 4h }", "{ unless: { detail: { severity: [8] } } }"])
    func takes(_ approval: String) { #expect(errors(approval) == []) }

    @Test(
        "names what is wrong and where",
        arguments: [
            ("requierd", "5:15: \"requierd\" is no approval; write required"),
            ("true", "5:15: approval must be a mapping"), ("{ expire: 4h }", "5:17: approval has no key \"expire\""),
            ("{ expires: 4 }", "5:26: expires must be"), ("{ expires: 1m }", "5:26: expires must be"),
            ("{ people: 3 }", "5:25: people must be 1 or 2"), ("{ people: two }", "5:25: people must be 1 or 2"),
            ("{ escalate: x }", "5:27: \"x\" is not the ARN"), ("{ unless: {} }", "5:25: unless must be"),
            ("{ unless: { detail: { severity: 8 } } }", "The event pattern is not valid"),
            ("{ unless: { account: [111122223333] } }", "quotes"),
        ])
    func names(_ approval: String, _ start: String) {
        #expect(errors(approval).contains { $0.contains(start) }, "\(errors(approval))")
    }

    @Test("stands among the options of an action, and of none that changes nothing")
    func responses() throws {
        let respond = "[{ec2.isolate-instance: {approval: {people: 2}, snapshot: true}}, notify]"
        let playbook = try StandIns.read(StandIns.rule(respond: respond))
        #expect(playbook.rules[0].respond[0].approval == ApprovalDemand(people: 2))
        #expect(playbook.rules[0].respond[0].options.flag("snapshot"))
        #expect(playbook.rules[0].approval == nil)
        let wrong = StandIns.errors(StandIns.rule(respond: "[{notify: {approval: required}}]"))
        #expect(wrong.contains { $0.contains("notify changes nothing") })
    }

    @Test("warns where an action waits for another one's approval, or nothing is there to approve")
    func warns() throws {
        let both = "[{ec2.isolate-instance: {approval: required}}, iam.block-principal]"
        #expect(
            try StandIns.read(StandIns.rule(respond: both)).warnings.map(\.sentence).first?.contains("waits") ?? false)
        let text = StandIns.rule(respond: "[notify]") + "    approval: required\n"
        #expect(try StandIns.read(text).warnings.map(\.sentence).first?.contains("nothing to approve") ?? false)
    }
}
