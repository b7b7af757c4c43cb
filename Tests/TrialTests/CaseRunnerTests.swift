import ActionKit
import Actions
import Engine
import Playbook
import PlaybookText
import SQLiteStore
import Testing
import Trial

struct CaseRunnerTests {
    static let playbookText = """
        quell: 1
        guardrails:
          limits: { ec2.isolate-instance: 1/hour/account }
        rules:
          - name: isolate
            when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/" }] } }
            respond: [ec2.isolate-instance, guardduty.archive-finding, notify]
          - name: ask
            when: { source: [aws.guardduty], detail: { type: [{ prefix: "Backdoor:EC2/" }] } }
            approval: required
            respond: [ec2.isolate-instance, notify]
          - name: tell
            when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/DropPoint" }] } }
            respond: [notify]

        """

    static func playbook() throws -> Playbook {
        try Playbook.read(playbookText, file: "p.yaml", actions: ActionRegistry.all)
    }

    static func results(_ tests: String) async throws -> [CaseResult] {
        let runner = CaseRunner(
            playbook: try playbook(), actions: ActionRegistry.all, journal: { try SQLiteJournal.empty() })
        let cases = try TestCase.read("quell-test: 1\ntests:\n" + tests, file: "p.test.yaml", words: runner.words)
        var results: [CaseResult] = []
        for test in cases { results.append(try await runner.run(test) { _ in [] }) }
        return results
    }

    @Test("the engine isolates the instance of a sample, and the case passes")
    func passes() async throws {
        let result = try #require(
            try await Self.results(
                """
                  - name: a
                    sample: { type: Trojan:EC2/DNSDataExfiltration, resource: i-0123456789abcdef0 }
                    expect:
                      rule: isolate
                      outcome: contained
                      actions: { ec2.isolate-instance: done, guardduty.archive-finding: done, notify: done }
                      alert: true
                """
            ).first)
        #expect(result.differences == [])
        #expect(result.rules == ["isolate"])
        #expect(result.happened.first?.steps.isEmpty == false)
    }

    @Test("steps are compared by their ids, with stars for what is different each time")
    func comparesSteps() async throws {
        let steps = try #require(
            try await Self.results(
                """
                  - name: a
                    sample: { type: Trojan:EC2/DNSDataExfiltration, resource: i-0123456789abcdef0 }
                    expect: { rule: isolate }
                """
            ).first?.happened.first?.steps)
        let right = steps.map { "\"*\($0.suffix(4))\"" }.joined(separator: ", ")
        let again = try await Self.results(
            """
              - name: right
                sample: { type: Trojan:EC2/DNSDataExfiltration, resource: i-0123456789abcdef0 }
                expect: { rule: isolate, steps: [\(right)] }
              - name: wrong
                sample: { type: Trojan:EC2/DNSDataExfiltration, resource: i-0123456789abcdef0 }
                expect: { rule: isolate, steps: ["\(steps[0])"] }
            """)
        #expect(again.map(\.isPassed) == [true, false])
    }

    @Test("several rules respond, each with an expectation of its own")
    func severalRules() async throws {
        let results = try await Self.results(
            """
              - name: both
                sample: Trojan:EC2/DropPoint
                expect:
                  - { rule: tell, outcome: not-applicable }
                  - { rule: isolate, outcome: contained }
              - name: one is forgotten
                sample: Trojan:EC2/DropPoint
                expect: { rule: tell }
            """)
        #expect(results[0].differences == [])
        let difference = try #require(results[1].differences.first)
        #expect(results[1].differences.count == 1)
        #expect((difference.what, difference.expected, difference.actual) == ("rule", "tell", "isolate, tell"))
    }

    @Test(
        "what differs is told with what was expected",
        arguments: [
            ("outcome: exempt", "outcome", "exempt", "contained"),
            ("alert: false", "alert", "false", "true"),
            ("actions: { ec2.isolate-instance: held }", "ec2.isolate-instance", "held", "done"),
            ("steps: []", "steps", "", nil),
        ])
    func differs(_ expectation: String, _ what: String, _ expected: String, _ actual: String?) async throws {
        let result = try #require(
            try await Self.results(
                """
                  - name: a
                    sample: Trojan:EC2/DNSDataExfiltration
                    expect: { rule: isolate, \(expectation) }
                """
            ).first)
        let difference = try #require(result.differences.first)
        #expect(result.differences.count == 1)
        #expect((difference.what, difference.expected) == (what, expected))
        if let actual { #expect(difference.actual == actual) }
    }

    @Test(
        "the world is as the case says",
        arguments: [
            ("tags: { SecurityException: x }", "exempt"), ("tags: {}", "contained"), ("resource: gone", "moot"),
            ("finding: unknown", "not-confirmed"), ("scaling-group: true", "contained"),
            ("load-balancer: true", "contained"), ("public: false", "contained"),
            ("failing: { \"ec2:DescribeInstances\": unauthorized-operation }", "held"),
            ("failing: { \"sts:AssumeRole\": access-denied }", "failed"),
        ])
    func world(_ world: String, _ outcome: String) async throws {
        let result = try #require(
            try await Self.results(
                """
                  - name: a
                    sample: { type: Trojan:EC2/DNSDataExfiltration, tags: { env: prod } }
                    world: { \(world) }
                    expect: { rule: isolate, outcome: \(outcome) }
                """
            ).first)
        #expect(result.differences == [], "\(result.happened)")
    }

    @Test("what happened before counts: repeats, and budgets")
    func before() async throws {
        let results = try await Self.results(
            """
              - name: again
                before: [{ sample: { type: Trojan:EC2/DNSDataExfiltration, seed: 1 } }]
                sample: { type: Trojan:EC2/DNSDataExfiltration, seed: 1 }
                expect: { rule: isolate, outcome: duplicate, actions: { ec2.isolate-instance: nothing }, alert: false }
              - name: too many
                before: [{ sample: { type: Trojan:EC2/DNSDataExfiltration, seed: 1 } }]
                sample: { type: Trojan:EC2/DNSDataExfiltration, seed: 2 }
                expect: { rule: isolate, outcome: held, actions: { ec2.isolate-instance: held, notify: done }, alert: true }
            """)
        for result in results { #expect(result.differences == [], "\(result.happened)") }
    }

    @Test("a plan that people must approve waits")
    func waits() async throws {
        let result = try #require(
            try await Self.results(
                """
                  - name: a
                    sample: "Backdoor:EC2/Spambot"
                    expect: { rule: ask, outcome: held, actions: { ec2.isolate-instance: waiting }, steps: [], alert: true }
                """
            ).first)
        #expect(result.differences == [], "\(result.happened)")
    }

    @Test("an event that no rule matches is expected with rule: none")
    func none() async throws {
        let results = try await Self.results(
            """
              - name: none
                sample: Recon:EC2/Portscan
                expect: { rule: none, outcome: ignored, alert: false }
              - name: some
                sample: Trojan:EC2/DNSDataExfiltration
                expect: { rule: none }
            """)
        #expect(results.map(\.isPassed) == [true, false])
    }

    @Test("a sample that cannot be is an error at its place")
    func badSample() async throws {
        let error = await #expect(throws: CaseError.self) {
            try await Self.results("  - { name: a, sample: Trojan:EC2/Nothing, expect: { rule: none } }")
        }
        #expect(error?.position == Position(line: 3, column: 24))
    }

    @Test("an event in another partition cannot be simulated, and says so")
    func partition() async throws {
        let error = await #expect(throws: CaseError.self) {
            try await Self.results(
                "  - { name: a, sample: { type: Trojan:EC2/DropPoint, region: cn-north-1 }, expect: { rule: none } }")
        }
        #expect(error?.sentence.contains("aws-cn") == true)
    }

    @Test("a way into a group from what is no range of addresses is an error")
    func badRange() async throws {
        let error = await #expect(throws: CaseError.self) {
            try await Self.results(
                "  - { name: a, sample: SECURITY_GROUP_OPEN_PROHIBITED, world: { rules: [tcp 22 from 1.2.3/8] }, "
                    + "expect: { rule: none } }")
        }
        #expect(error?.sentence.contains("\"1.2.3/8\" is no range") == true)
    }

    @Test("coverage counts rules and the actions that were asked")
    func coverage() async throws {
        let results = try await Self.results(
            """
              - name: a
                sample: Trojan:EC2/DNSDataExfiltration
                world: { tags: { SecurityException: x } }
                expect: { rule: isolate }
            """)
        let coverage = Coverage(try Self.playbook(), results)
        #expect(coverage.lines.map(\.tests) == [1, 0, 0])
        #expect(coverage.lines[0].actions == ["notify"])
        #expect(coverage.lines[0].untested == ["ec2.isolate-instance", "guardduty.archive-finding"])
        #expect(coverage.rules == (1, 3))
        #expect(coverage.actions == (1, 6))
    }

    @Test("JUnit XML has each case, and escapes what it must")
    func junit() async throws {
        let results = try await Self.results(
            """
              - name: "<a> & \\"b\\""
                sample: Recon:EC2/Portscan
                expect: { rule: none }
              - name: c
                sample: Recon:EC2/Portscan
                expect: { rule: tell }
            """)
        let xml = JUnit([JUnit.Suite(name: "p.test.yaml", results: results)]).text
        #expect(xml.contains(#"<testsuites tests="2" failures="1" errors="0" time="0.000">"#))
        #expect(xml.contains(#"<testcase name="&lt;a&gt; &amp; &quot;b&quot;" classname="p.test.yaml""#))
        #expect(xml.contains(#"<failure message="rule: expected tell, but was none">"#))
    }
}
