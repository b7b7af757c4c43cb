import ActionKit
import JSON
import Playbook
@testable import PlaybookText
import Testing

@Suite struct PlaybookReadingTests {
    @Test("a playbook keeps what it says, in its order")
    func reads() throws {
        let playbook = try StandIns.read(
            """
            quell: 1
            exceptions: { tag: Excused }
            notify: { topic: "arn:aws:sns:eu-west-1:111122223333:quell-alerts" }
            guardrails:
              protect: ["arn:aws:iam::*:role/break-glass/*"]
              limits: { ec2.isolate-instance: 5/hour/account }
            rules:
              - name: contain
                when:
                  source: [aws.guardduty]
                  detail: { type: [{ prefix: "Trojan:EC2/" }], severity: [{ numeric: [">=", 7.0] }] }
                respond:
                  - ec2.isolate-instance: { snapshot: true }
                  - notify
              - name: encrypt
                when: { source: [aws.config] }
                respond:
                  - ssm.start-automation:
                      document: AWS-EnableS3BucketEncryption
                      parameters: { BucketName: $.detail.resourceId, Tags: ["a", $.account] }
            """)
        #expect(playbook.exceptionTag == "Excused")
        #expect(playbook.topic == "arn:aws:sns:eu-west-1:111122223333:quell-alerts")
        #expect(playbook.guardrails.protect == ["arn:aws:iam::*:role/break-glass/*"])
        #expect(playbook.guardrails.limits == ["ec2.isolate-instance": [try #require(Limit("5/hour/account"))]])
        #expect(playbook.rules.map(\.name) == ["contain", "encrypt"])
        #expect(
            playbook.rules[0].pattern
                == #"{"source":["aws.guardduty"],"detail":{"type":[{"prefix":"Trojan:EC2/"}],"severity":[{"numeric":[">=",7.0]}]}}"#
        )
        #expect(playbook.rules[0].respond.map(\.action) == ["ec2.isolate-instance", "notify"])
        #expect(playbook.rules[0].respond[0].options.flag("snapshot"))
        #expect(playbook.rules[0].respond[0].options.text("cut-live-flows") == "off")
        let parameters = playbook.rules[1].respond[0].options.parameters("parameters")
        #expect(parameters == ["BucketName": "$.detail.resourceId", "Tags": ["a", "$.account"]])
        #expect(playbook.warnings.isEmpty)
    }

    @Test("what a playbook leaves out has its standard")
    func standards() throws {
        let playbook = try StandIns.read(StandIns.rule())
        #expect(playbook.exceptionTag == "SecurityException")
        #expect(playbook.topic == nil)
        #expect(playbook.guardrails == Playbook.empty.guardrails)
    }

    @Test("a message names the file and the place, and shows the line with a caret")
    func rendering() {
        #expect(throws: PlaybookErrors.self) { try StandIns.read("quell: 1\nrulez: []") }
        do throws(PlaybookErrors) {
            _ = try StandIns.read("quell: 1\nrules: [  {nam: a}]\n")
        } catch {
            let first = error.errors.first?.description ?? ""
            #expect(first.hasPrefix("p.yaml:2:11: error: "))
            #expect(first.hasSuffix("\nrules: [  {nam: a}]\n          ^"))
        }
    }

    @Test("all mistakes are told at once, in the order of the text")
    func collects() {
        let errors = StandIns.errors(
            """
            quell: 2
            exception: { tag: X }
            guardrails: { limits: { ec2.isolate: 5/h }, protect: [arn:aws:iam] }
            rules:
              - name: Bad Name
                when: { source: [aws.guardduty], detail: { severity: [{ numeric: [7] }] } }
                respond: [ec2.isolate-instanze, notify]
              - name: two
                respond: []
            """)
        let places = errors.map { $0.split(separator: " ")[0] }
        #expect(places == ["1:8:", "2:1:", "3:25:", "3:38:", "3:55:", "5:11:", "6:71:", "7:15:", "8:5:", "9:14:"])
        #expect(errors[1].contains("Did you mean \"exceptions\"?"))
        #expect(errors[7].contains("Did you mean \"ec2.isolate-instance\"?"))
    }

    @Test("warnings do not keep a playbook from being read")
    func warns() throws {
        let retired = "{source: [aws.guardduty], detail: {type: ['Backdoor:EC2/XORDDOS']}}"
        let playbook = try StandIns.read(StandIns.rule(when: retired, respond: "[guardduty.archive-finding]"))
        #expect(playbook.warnings.map(\.severity) == [.warning, .warning])
        #expect(playbook.warnings.map(\.position.line) == [4, 5])
        #expect(playbook.warnings[0].description.contains("p.yaml:4:53: warning: GuardDuty no longer sends"))
    }

    @Test("a finding type that GuardDuty does not have is an error with the type that was meant")
    func unknownTypes() throws {
        let errors = StandIns.errors(
            StandIns.rule(when: "{source: [aws.guardduty], detail: {type: ['Backdoor:EC2/Spambott', 'Odd:Thing']}}"))
        #expect(errors.count == 2)
        #expect(errors[0].hasPrefix("4:53: \"Backdoor:EC2/Spambott\" is no finding type of GuardDuty"), "\(errors)")
        #expect(errors[0].contains("Did you mean \"Backdoor:EC2/Spambot\"?"))
        #expect(errors[1].contains("write { prefix: \"Odd:Thing\" }") && !errors[1].contains("Did you mean"))
        // What is new at AWS can be asked for all the same, and other sources have types of their own.
        let prefix = "{source: [aws.guardduty], detail: {type: [{prefix: 'Odd:Thing'}, {prefix: 'Trojan:EC2/'}]}}"
        let playbook = try StandIns.read(StandIns.rule(when: prefix))
        #expect(playbook.warnings.filter { $0.description.contains("begins with \"Odd:Thing\"") }.count == 1)
        #expect(!playbook.warnings.contains { $0.description.contains("begins with \"Trojan") })
        _ = try StandIns.read(StandIns.rule(when: "{source: [aws.config], detail: {type: [x]}}"))
    }

    @Test("every current type is taken, and none of them is retired")
    func currentTypes() {
        #expect(FindingTypes.all.count == 231 && Set(FindingTypes.all).count == 231)
        #expect(FindingTypes.all.allSatisfy { RetiredFindingTypes.advice($0) == nil })
    }

    @Test(
        "a text that is no playbook is refused with a reason",
        arguments: [
            ("", "empty"), ("# nothing\n", "empty"), ("~", "empty"), ("[]", "must be a mapping"),
            ("quell: 1", "needs the key \"rules\""), ("rules: []", "needs the key \"quell\""),
            ("quell: \"1\"\nrules: []", "write quell: 1"), ("quell: 1\nrules: {}", "must be a list"),
            ("quell: 1\nrules: [x]", "A rule must be a mapping"), ("quell: 1\nrules: []", "must not be empty"),
            ("quell: 1\nquell: 1\nrules: []", "written twice"), ("quell: 1\n---\nquell: 1", "one YAML document"),
            ("quell: 1\n\trules: []", "tabs"), ("quell: [", "not YAML"), ("quell: *x", "alias"),
            ("quell: \u{1}", "control characters"),
        ])
    func refuses(text: String, reason: String) {
        let errors = StandIns.errors(text)
        #expect(errors.contains { $0.contains(reason) }, "\(errors)")
    }
}
