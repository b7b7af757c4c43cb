import Playbook
import PlaybookText
import Testing

@Suite struct PlaybookReaderTests {
    @Test(
        "a mistake is told where it stands, with what to write",
        arguments: [
            (StandIns.rule(top: "exceptions: {tag: 'aws:x'}\n"), "2:19: \"aws:x\" cannot be a tag key"),
            (StandIns.rule(top: "exceptions: {tag: [a]}\n"), "2:19: tag must be a text, but is a list."),
            (StandIns.rule(top: "notify: {topic: quell-alerts}\n"), "2:17: \"quell-alerts\" is not the ARN"),
            (
                StandIns.rule(top: "notify: {topic: 'arn:aws:sns:eu-west-1:111122223333:a.fifo'}\n"),
                "2:17: \"arn:aws:sns:eu-west-1:111122223333:a.fifo\" is not the ARN of a standard SNS topic"
            ),
            (
                StandIns.rule(top: "guardrails: {limits: {notify: 0/hour/account}}\n"),
                "2:31: \"0/hour/account\" is not a limit"
            ),
            (StandIns.rule(top: "guardrails: {limits: {notify: 5}}\n"), "2:31: The limit of notify must be a text"),
            (
                StandIns.rule(top: "guardrails: {limits: {notify: [5/hour/account, 9/day/account]}}\n"),
                "2:48: notify has a limit for the scope account already."
            ),
            (
                StandIns.rule(top: "guardrails: {limits: {notify: []}}\n"),
                "2:31: The limits of notify must not be empty"
            ),
            (StandIns.rule(top: "guardrails: {correlated: 0}\n"), "2:26: correlated must be a whole number from 1"),
            (StandIns.rule(top: "guardrails: {repeats: '3'}\n"), "2:23: repeats must be a whole number"),
            (StandIns.rule(top: "guardrails: {backlog: {apply: yes}}\n"), "2:31: apply must be true or false."),
            (
                StandIns.rule(top: "guardrails: {backlog: {older-than-minutes: 10081}}\n"),
                "2:44: older-than-minutes must be a whole number from 1 to 10080."
            ),
            (StandIns.rule(top: "guardrails: {backlog: {older: 5}}\n"), "2:24: backlog has no key \"older\""),
            (StandIns.rule(top: "guardrails: {units: [a]}\n"), "2:21: units must be a mapping of names to account ids"),
            (
                StandIns.rule(top: "guardrails: {units: {a: ['12']}}\n"),
                "2:26: \"12\" is not an account id of 12 digits."
            ),
            (
                StandIns.rule(top: "guardrails: {units: {a: ['111122223333'], b: ['111122223333']}}\n"),
                "2:47: Account 111122223333 is in the unit a already."
            ),
            (StandIns.rule(top: "guardrails: {protect: 'arn:aws:iam::*:*'}\n"), "2:23: protect must be a list"),
            (StandIns.rule(respond: "[{notify: , snapshot: true}]"), "5:26: \"snapshot\" stands beside the action"),
            (
                StandIns.rule(respond: "[{notify: {}, iam.block-principal: {}}]"),
                "5:28: An entry of respond has one action"
            ),
            (StandIns.rule(respond: "[notify, notify]"), "5:23: notify stands twice"),
            (StandIns.rule(respond: "[7]"), "5:15: An entry of respond must be the id of an action, but is a number."),
            (
                StandIns.rule(respond: "[block-principal]"),
                "5:15: There is no action \"block-principal\". Did you mean \"iam.block"
            ),
            (StandIns.rule(respond: "[{notify: [x]}]"), "5:24: The options of notify must be a mapping"),
            (StandIns.rule(respond: "[{notify: {to: x}}]"), "5:25: notify has no option \"to\". It takes no options."),
        ])
    func mistakes(text: String, start: String) {
        let errors = StandIns.errors(text)
        #expect(errors.count == 1 && errors[0].hasPrefix(start), "\(errors)")
    }

    @Test("guards are read with their values")
    func guards() throws {
        let text = StandIns.rule(
            top: """
                guardrails:
                  limits: { notify: [1/hour/resource, 5/hour/account, 8/day/unit, 9/day/organization] }
                  units: { production: ['111122223333', '222233334444'] }
                  correlated: 20
                  repeats: 5
                  backlog: { older-than-minutes: 60, apply: true }

                """)
        let guardrails = try Playbook.read(text, file: "p.yaml", actions: StandIns.manifests).guardrails
        #expect(guardrails.limits["notify"]?.map(\.scope) == [.resource, .account, .unit, .organization])
        #expect(guardrails.units == ["production": ["111122223333", "222233334444"]])
        #expect(guardrails.correlated == 20)
        #expect(guardrails.repeats == 5)
        #expect(guardrails.backlog == Guardrails.Backlog(minutes: 60, isApplied: true))
    }

    @Test(
        "a mistake in an option is told at the option",
        arguments: [
            ("[{ec2.isolate-instance: {snapshots: true}}]", "5:39: ", "Did you mean \"snapshot\"?"),
            (
                "[{ec2.isolate-instance: {snapshot: yes}}]", "5:39: ",
                "YAML 1.2 takes yes for a text; write true or false."
            ),
            ("[{ec2.isolate-instance: {cut-live-flows: maybe}}]", "5:39: ", "one of off, transit"),
            ("[{ec2.confine-security-group: {safe-ipv4: 10}}]", "5:45: ", "Put it in quotes."),
            ("[{ec2.confine-security-group: {allowed-public-ports: [a]}}]", "5:45: ", "a list of whole numbers"),
            ("[ssm.start-automation]", "5:15: ", "needs the option \"document\": Name or ARN of the runbook."),
            ("[{ssm.start-automation: {document: a, regions: b}}]", "5:52: ", "Put it in brackets."),
            ("[{ssm.start-automation: {document: a, parameters: {B: $.a..b}}}]", "5:68: ", "not a JSON path"),
            ("[{ssm.start-automation: {document: a, parameters: {B: 0123}}}]", "5:68: ", "begins with 0"),
            ("[{ssm.start-automation: {document: a, parameters: {B: 5}}}]", "5:52: ", "names, each with a text"),
        ])
    func options(respond: String, place: String, advice: String) {
        let errors = StandIns.errors(StandIns.rule(respond: respond))
        #expect(errors.count == 1 && errors[0].hasPrefix(place) && errors[0].contains(advice), "\(errors)")
    }

    @Test("mistakes in several options are told together")
    func manyOptions() {
        let respond = "[{ec2.isolate-instance: {snapshot: 1, cut-live-flows: 2, stop: 3}}]"
        #expect(StandIns.errors(StandIns.rule(respond: respond)).count == 3)
    }

    @Test(
        "a pattern that is wrong is told where it is wrong",
        arguments: [
            ("[]", "4:11: when must be an event pattern"),
            (
                "{source: aws.guardduty}",
                "4:20: The event pattern is not valid: \"source\" must be an object or an array."
            ),
            ("{source: []}", "4:20: The event pattern is not valid: Empty arrays"),
            ("{source: [aws.guardduty], detail: {a: [{prefi: x}]}}", "4:51: The event pattern is not valid: "),
            (
                "{source: [aws.guardduty], detail: {a: [.nan]}}",
                "4:50: Here \".nan\" is a number that JSON does not have"
            ),
            ("{source: [aws.guardduty], account: [111122223333]}", "4:47: 111122223333 is a number here"),
            (
                "{source: [aws.guardduty], account: [011122223333]}",
                "4:47: Here \"011122223333\" is a number that begins"
            ),
            ("{detail: {type: [a]}}", "4:5: The pattern must ask for exact sources"),
            ("{source: [{prefix: aws.}]}", "4:5: The pattern must ask for exact sources"),
            ("{$or: [{source: [aws.guardduty]}, {detail-type: [x]}]}", "4:5: The pattern must ask for exact sources"),
        ])
    func patterns(when: String, start: String) {
        let errors = StandIns.errors(StandIns.rule(when: when))
        #expect(errors.count == 1 && errors[0].hasPrefix(start), "\(errors)")
    }

    @Test(
        "names of rules are words with single dashes",
        arguments: ["A", "a_b", "a--b", "-a", "a-", "1a", "''", "é", "a b", String(repeating: "a", count: 65)])
    func badNames(name: String) {
        let errors = StandIns.errors(
            "quell: 1\nrules: [{name: \(name), when: {source: [aws.config]}, respond: [notify]}]")
        #expect(errors.count == 1 && errors[0].hasPrefix("2:16: "), "\(errors)")
    }

    @Test("two rules cannot have one name")
    func twins() {
        let rule = "\n  - {name: same, when: {source: [aws.config]}, respond: [notify]}"
        let errors = StandIns.errors("quell: 1\nrules:" + rule + rule)
        #expect(errors == ["4:12: The rule of line 3 is named \"same\" too; give this one another name."])
    }
}
