import ActionKit
import Actions
import Playbook
import PlaybookText
import Testing

@Suite struct CompiledTests {
    private static let text = """
        quell: 1
        exceptions: { tag: Keep }
        notify: { topic: "arn:aws:sns:eu-west-1:111122223333:alerts" }
        guardrails: { protect: ["arn:aws:iam::*:role/break-glass/*"], limits: { ec2.isolate-instance: [5/hour/account, 9/day/unit] },
          units: { production: ["111122223333"] }, correlated: 7, repeats: 2, backlog: { older-than-minutes: 5, apply: true } }
        rules:
          - name: contain
            about: principal
            when:
              source: [aws.guardduty]
              detail-type: [GuardDuty Finding]
              detail: { type: [{ prefix: "Backdoor:EC2/" }] }
            respond:
              - ec2.isolate-instance: { cut-live-flows: transit }
              - notify
          - name: confine
            when:
              source: [aws.config]
              detail: { configRuleName: [SECURITY_GROUP_OPEN_PROHIBITED] }
            respond:
              - ec2.confine-security-group
        """

    private func playbook() throws -> Playbook {
        try Playbook.read(Self.text, file: "p.yaml", actions: ActionRegistry.all)
    }

    private func mistake(_ body: () throws -> Playbook) -> String {
        do {
            return "no mistake: \(try body().rules.count) rules"
        } catch {
            return "\(error)"
        }
    }

    @Test("a compiled playbook is the playbook, its text and version included")
    func roundTrip() throws {
        let playbook = try playbook()
        #expect(try Playbook.read(compiled: playbook.compiled, actions: ActionRegistry.all) == playbook)
        #expect(playbook.compiled == (try self.playbook().compiled))
    }

    @Test("a rule says what it is about, and what is not known is refused")
    func about() throws {
        let compiled = try playbook().compiled
        #expect(
            try Playbook.read(compiled: compiled, actions: ActionRegistry.all).rules.map(\.about) == [
                .principal, .resource,
            ])
        let other = compiled.replacing(#""about":"principal""#, with: #""about":"bucket""#)
        #expect(mistake { try Playbook.read(compiled: other, actions: ActionRegistry.all) }.contains("does not know"))
    }

    @Test("a playbook that was compiled before there were several limits and guards is read with the standard ones")
    func earlier() throws {
        let text =
            #"{"quell":1,"exceptionTag":"a","source":"","protect":[],"rules":[],"limits":{"x":"5/hour/account"}}"#
        let guardrails = try Playbook.read(compiled: text, actions: []).guardrails
        #expect(guardrails == Guardrails(protect: [], limits: ["x": [try #require(Limit("5/hour/account"))]]))
    }

    @Test(
        "strict exceptions survive, with the records that were taken along, also under a stack's overrides",
        arguments: [
            "mode: strict, records: journal, value: 'JIRA-*', max-age: 90d",
            "mode: strict, records: e.json, keys: [MCowBQYDK2VwAyEA1qmqY0fm+EgwRHSRSMvR8X/asOkPjZ9wp2lZXLzNLAo=]",
        ])
    func strict(_ terms: String) throws {
        let text = Self.text.replacing("tag: Keep", with: "tag: Keep, \(terms)")
        var playbook = try Playbook.read(text, file: "p.yaml", actions: ActionRegistry.all)
        #expect(try Playbook.read(compiled: playbook.compiled, actions: ActionRegistry.all) == playbook)
        playbook.strictExceptions?.carried = StrictExceptions.Signed(document: "{}", signature: "x")
        let read = try Playbook.read(compiled: playbook.compiled, actions: ActionRegistry.all)
        #expect(read == playbook)
        #expect(read.strictExceptions?.carried?.document == "{}")
        let changed = try read.applying(Overrides(exceptionTag: "Other"), actions: ActionRegistry.all)
        #expect(changed.strictExceptions == playbook.strictExceptions)
    }

    @Test(
        "what is no compiled playbook is refused with a sentence",
        arguments: [
            ("{", "not JSON"), ("{}", "version 1"), (#"{"quell":1}"#, "lacks"),
            (#"{"quell":1,"exceptionTag":"a","source":"","protect":[],"rules":[{"name":"a"}]}"#, "A rule lacks"),
            (
                #"{"quell":1,"exceptionTag":"a","source":"","protect":[],"rules":[],"strictExceptions":{}}"#,
                "lack records or keys"
            ),
            (
                #"{"quell":1,"exceptionTag":"a","source":"","protect":[],"rules":[],"strictExceptions":{"records":"journal","keys":[],"maxAge":9}}"#,
                "longest age"
            ),
            (
                #"{"quell":1,"exceptionTag":"a","source":"","protect":[],"rules":[],"limits":{"x":"often"}}"#,
                "limit of x"
            ),
            (
                #"{"quell":1,"exceptionTag":"a","source":"","protect":[],"rules":[],"limits":{"x":[]}}"#,
                "limit of x"
            ),
            (
                #"{"quell":1,"exceptionTag":"a","source":"","protect":[],"rules":[],"guards":{"repeats":3}}"#,
                "guards lack"
            ),
            (
                #"{"quell":1,"exceptionTag":"a","source":"","protect":[],"rules":[{"name":"a","when":"{}","respond":[]}]}"#,
                "pattern of rule a"
            ),
            (
                #"{"quell":1,"exceptionTag":"a","source":"","protect":[],"rules":[{"name":"a","when":"{\"source\":[\"b\"]}","respond":[{"action":"no"}]}]}"#,
                "action \"no\""
            ),
            (
                #"{"quell":1,"exceptionTag":"a","source":"","protect":[],"rules":[{"name":"a","when":"{\"source\":[\"b\"]}","respond":[{"action":"notify","options":{"x":1}}]}]}"#,
                "In rule a"
            ),
        ])
    func refuses(text: String, words: String) {
        let sentence = mistake { try Playbook.read(compiled: text, actions: ActionRegistry.all) }
        #expect(sentence.contains(words), "\(sentence)")
        #expect(sentence.contains("quell synth"))
    }

    @Test("a deployment overrides the tag, finding types and options; empty texts say nothing")
    func overrides() throws {
        let overrides = try Overrides(
            #"{"exceptionTag":"Mine","findings":{"contain":"Trojan:EC2/DropPoint, Backdoor:EC2/Spambot"},"options":{"safe-ipv4":"10.0.0.0/8","safe-ipv6":""}}"#
        )
        let changed = try playbook().applying(overrides, actions: ActionRegistry.all)
        #expect(changed.exceptionTag == "Mine")
        #expect(changed.rules[0].pattern.contains(#"["Trojan:EC2/DropPoint","Backdoor:EC2/Spambot"]"#))
        #expect(changed.rules[1].respond[0].options.text("safe-ipv4") == "10.0.0.0/8")
        #expect(changed.rules[1].respond[0].options.text("safe-ipv6") == "fe80::/10")
        #expect(changed.source == Self.text)
        let none = try Overrides(#"{"exceptionTag":"","findings":{"contain":""},"options":{}}"#)
        #expect(try playbook().applying(none, actions: ActionRegistry.all) == playbook())
    }

    @Test("overrides that fit nothing are refused")
    func refusesOverrides() throws {
        let playbook = try playbook()
        func applying(_ overrides: Overrides) -> String {
            mistake { try playbook.applying(overrides, actions: ActionRegistry.all) }
        }
        #expect(applying(Overrides(findings: ["none": ["a"]])).contains("rule none"))
        #expect(applying(Overrides(findings: ["confine": ["a"]])).contains("no detail.type"))
        #expect(applying(Overrides(options: ["safe-ipv4": "everywhere"])).contains("rule confine"))
        #expect(
            mistake {
                _ = try Overrides("["); return playbook
            }.contains("not JSON"))
        #expect(
            mistake {
                _ = try Overrides("[]"); return playbook
            }.contains("not a JSON object"))
    }
}
