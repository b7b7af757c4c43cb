import JSON
import Playbook
import PlaybookText
import Testing

struct TestCaseTests {
    static let words = CaseWords(
        rules: ["isolate", "tell"], actions: ["isolate": ["ec2.isolate-instance", "notify"], "tell": ["notify"]],
        outcomes: ["contained", "held"], actionOutcomes: ["done", "held"], operations: ["ec2:DescribeInstances"],
        errors: ["access-denied"])

    static func read(_ tests: String) throws(PlaybookErrors) -> [TestCase] {
        try TestCase.read("quell-test: 1\ntests:\n" + tests, file: "p.test.yaml", words: words)
    }

    @Test("reads everything that a test can say")
    func readsAll() throws {
        let test = try #require(
            try Self.read(
                """
                  - name: all of it
                    before:
                      - file: first.json
                      - sample: Trojan:EC2/DropPoint
                    sample:
                      type: Trojan:EC2/DropPoint
                      account: "444455556666"
                      region: us-east-1
                      resource: i-0123456789abcdef0
                      seed: 7
                      tags: { env: prod }
                    world:
                      tags: { owner: web }
                      resource: gone
                      finding: archived
                      keys: 2
                      rules: [tcp 22 from 0.0.0.0/0, udp 1000-2000 from ::/0]
                      failing: { "ec2:DescribeInstances": access-denied }
                    expect:
                      rule: isolate
                      outcome: held
                      actions: { ec2.isolate-instance: held }
                      steps: ["isolate-*"]
                      alert: true
                """
            ).first)
        #expect(test.name == "all of it")
        #expect(test.position == Position(line: 3, column: 5))
        #expect(test.before.count == 2)
        #expect(test.before.first?.source == .file("first.json"))
        guard case .sample(let terms) = test.event.source else {
            Issue.record("The event is no sample.")
            return
        }
        #expect((terms.account, terms.region, terms.seed) == ("444455556666", "us-east-1", 7))
        #expect(terms.tags == ["env": "prod"])
        #expect(test.world.tags == ["owner": "web"])
        #expect(test.world.isGone && test.world.finding == .archived && test.world.keys == 2)
        #expect(test.world.rules?.map(\.ports) == [22...22, 1_000...2_000])
        #expect(test.world.failing == ["ec2:DescribeInstances": "access-denied"])
        let expected = try #require(test.expected.first)
        #expect((expected.rule, expected.outcome, expected.alert) == ("isolate", "held", true))
        #expect(expected.actions == ["ec2.isolate-instance": "held"])
        #expect(expected.steps == ["isolate-*"])
    }

    @Test("an event is taken as it is written")
    func inline() throws {
        let test = try #require(
            try Self.read("  - { name: a, event: { source: aws.config, n: 1.50 }, expect: { rule: none } }").first)
        #expect(test.event.source == .inline(["source": "aws.config", "n": .number("1.50")]))
        #expect(test.expected.first?.rule == nil)
    }

    @Test(
        "says what is wrong, where, and what to write instead",
        arguments: [
            ("  - { name: a, expect: { rule: none } }", 3, 5, "One of event, file and sample"),
            ("  - { name: a, sample: X, file: y, expect: { rule: none } }", 3, 5, "only one"),
            ("  - { sample: X, expect: { rule: none } }", 3, 5, "needs the key \"name\""),
            ("  - { name: a, sample: X, expect: { rule: isolat } }", 3, 43, "Did you mean \"isolate\"?"),
            (
                "  - { name: a, sample: X, expect: { rule: tell, outcome: contain } }", 3, 58,
                "Did you mean \"contained\"?"
            ),
            ("  - { name: a, sample: X, expects: { rule: tell } }", 3, 27, "Did you mean \"expect\"?"),
            ("  - { name: a, sample: X, expect: { rule: tell, alert: yes } }", 3, 56, "true or false"),
            (
                "  - { name: a, sample: X, expect: { rule: tell, actions: { ec2.isolate-instance: done } } }", 3, 60,
                "The rule has no action"
            ),
            ("  - { name: a, sample: X, world: { keys: 9 }, expect: { rule: tell } }", 3, 42, "from 0 to 2"),
            (
                "  - { name: a, sample: X, world: { rules: [tcp 22] }, expect: { rule: tell } }", 3, 44,
                "tcp 22 from 0.0.0.0/0"
            ),
            (
                "  - { name: a, sample: X, expect: [{ rule: tell }, { rule: none }] }", 3, 52,
                "nothing else can be expected"
            ),
            (
                "  - { name: a, sample: X, world: { failing: { \"ec2:Describe\": access-denied } }, expect: { rule: tell } }",
                3, 47, "no operation"
            ),
        ])
    func mistakes(_ text: String, _ line: Int, _ column: Int, _ words: String) throws {
        let errors = #expect(throws: PlaybookErrors.self) { try Self.read(text) }
        let all = errors?.errors ?? []
        let error = try #require(all.first { $0.description.contains(words) }, "\(all)")
        #expect(error.position == Position(line: line, column: column), "\(error)")
    }

    @Test("two tests of one name are an error")
    func sameName() {
        let test = "  - { name: a, sample: X, expect: { rule: none } }\n"
        let errors = #expect(throws: PlaybookErrors.self) { try Self.read(test + test) }
        #expect(errors?.description.contains("p.test.yaml:4:5: error: The test of line 3 has the same name") == true)
    }

    @Test("an empty file, and another version, say what to write", arguments: ["", "quell-test: 2\ntests: []\n"])
    func empty(_ text: String) {
        let errors = #expect(throws: PlaybookErrors.self) {
            try TestCase.read(text, file: "p.test.yaml", words: Self.words)
        }
        #expect(errors?.description.contains("quell-test: 1") == true)
    }
}
