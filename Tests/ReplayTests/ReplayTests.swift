import ActionKit
import Actions
import EventPattern
import Foundation
import JSON
import Playbook
import PlaybookText
import Samples
import Testing

@testable import Replay

struct ReplayTests {
    static let head = """
        quell: 1
        exceptions: { tag: Keep }
        guardrails:
          protect: ["arn:aws:ec2:*:*:instance/i-00000000000000fff"]
          limits: { ec2.isolate-instance: 3/day/account }

        """
    static let text =
        head + """
            rules:
              - name: isolate
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "Trojan:EC2/" }] } }
                respond: [ec2.isolate-instance, notify]
              - name: ask
                when: { source: [aws.guardduty], detail: { type: [{ prefix: "UnauthorizedAccess:IAMUser/" }] } }
                approval: required
                respond: [iam.block-principal, notify]
              - name: confine
                when: { source: [aws.config], detail: { configRuleName: [SECURITY_GROUP_OPEN_PROHIBITED] } }
                respond: [ec2.confine-security-group, notify]
              - name: tell
                when: { source: [aws.guardduty], detail: { severity: [{ numeric: [">=", 8] }] } }
                respond: [notify]

            """

    static func playbook(_ text: String = text) throws -> Playbook {
        try Playbook.read(text, file: "p.yaml", actions: ActionRegistry.all)
    }

    static func sample(
        _ type: String, _ resource: String? = nil, seed: UInt64 = 0, time: Double = 0, tags: [String: String] = [:]
    ) throws -> [UInt8] {
        var order = SampleOrder(type)
        order.resource = resource
        order.seed = seed
        order.tags = tags
        order.time += time
        return try Sample(order).bytes
    }

    /// Runs a replay over events, as lines of one file.
    static func report(
        _ events: [[UInt8]], _ text: String = text, old: String? = nil
    ) async throws -> ReplayReport {
        let folder = try Folder()
        let file = try folder.write("events.jsonl", Array(events.joined(separator: [0x0A])))
        var replay = try Replay(
            playbook(text), comparedWith: old.map { try playbook($0) }, actions: ActionRegistry.all, minutes: 30)
        try await replay.read([file]) { _, _ in }
        return replay.report
    }

    /// A folder that is gone with the test.
    final class Folder {
        let path: String

        init() throws {
            path = NSTemporaryDirectory() + "quell-replay-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ name: String, _ bytes: [UInt8]) throws -> String {
            let file = "\(path)/\(name)"
            try Data(bytes).write(to: URL(filePath: file))
            return file
        }
    }

    private static func verdicts(_ report: ReplayReport, _ rule: String) -> [String: Int] {
        guard let tally = report.rules.first(where: { $0.name == rule })?.tally else { return [:] }
        return Dictionary(
            Verdict.allCases.map { ($0.rawValue, tally[$0]) }.filter { $0.1 > 0 },
            uniquingKeysWith: { first, _ in first })
    }

    // MARK: Verdicts

    @Test("what matches would act, ask or tell, as its rule says")
    func acts() async throws {
        let report = try await Self.report([
            Self.sample("Trojan:EC2/DropPoint"), Self.sample("UnauthorizedAccess:IAMUser/TorIPCaller", "anna"),
            Self.sample("SECURITY_GROUP_OPEN_PROHIBITED"), Self.sample("Recon:EC2/Portscan"),
        ])
        #expect(Self.verdicts(report, "isolate") == ["acts": 1])
        #expect(Self.verdicts(report, "ask") == ["asks": 1])
        #expect(Self.verdicts(report, "confine") == ["acts": 1])
        #expect(Self.verdicts(report, "tell") == ["tells": 2])
        #expect(report.dismissed == [.unmatched: 1])
        #expect(report.events == 4)
        #expect(report.hoursSaved == 1)
    }

    @Test("a tag in the event exempts, a protected resource is held, and nobody can isolate what is attacked")
    func doesNotAct() async throws {
        let report = try await Self.report([
            Self.sample("Trojan:EC2/DropPoint", tags: ["Keep": "x"]),
            Self.sample("Trojan:EC2/DropPoint", "i-00000000000000fff"),
            Self.sample("UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B", "root"),
        ])
        #expect(Self.verdicts(report, "isolate") == ["exempt": 1, "held": 1])
        #expect(Self.verdicts(report, "ask") == ["not-applicable": 1])
    }

    @Test(
        "the same finding again is a duplicate; news of AWS Config is not, and the same group again and again is held back"
    )
    func duplicates() async throws {
        let group = "sg-00000000000000abc"
        let report = try await Self.report([
            Self.sample("Trojan:EC2/DropPoint", seed: 1), Self.sample("Trojan:EC2/DropPoint", seed: 1, time: 60),
            Self.sample("SECURITY_GROUP_OPEN_PROHIBITED", group),
            Self.sample("SECURITY_GROUP_OPEN_PROHIBITED", group),
            Self.sample("SECURITY_GROUP_OPEN_PROHIBITED", group, time: 7_200),
        ])
        #expect(Self.verdicts(report, "isolate") == ["acts": 1, "duplicate": 1])
        #expect(Self.verdicts(report, "confine") == ["acts": 2, "duplicate": 1])
    }

    @Test("a rule about the principal counts what it would do to who used the bucket")
    func principals() async throws {
        let text =
            Self.head + """
                rules:
                  - name: who
                    when: { source: [aws.guardduty], detail: { type: [{ prefix: "Exfiltration:S3/" }] } }
                    about: principal
                    respond: [iam.block-principal, notify]
                  - name: what
                    when: { source: [aws.guardduty], detail: { type: [{ prefix: "Exfiltration:S3/" }] } }
                    respond: [iam.block-principal, notify]

                """
        let report = try await Self.report(
            [
                Self.sample("Exfiltration:S3/AnomalousBehavior", tags: ["Keep": "x"]),
                Self.sample("Exfiltration:S3/AnomalousBehavior", seed: 1),
            ], text)
        let lines = Dictionary(uniqueKeysWithValues: report.rules.map { ($0.name, $0.tally) })
        // The tag is the bucket's, and the action does nothing to buckets.
        #expect(lines["who"]?[.acts] == 2)
        #expect(lines["what"]?[.exempt] == 1 && lines["what"]?[.notApplicable] == 1)
    }

    @Test("limits are buckets over the time that the events tell")
    func budgets() async throws {
        let day = 86_400.0
        let times = [0.0, 700, 1_400, 2_100, 2 * day]
        let events = try times.enumerated().map { try Self.sample("Trojan:EC2/DropPoint", seed: UInt64($0), time: $1) }
        let report = try await Self.report(events)
        #expect(Self.verdicts(report, "isolate") == ["acts": 4, "over-budget": 1])
    }

    @Test("one type about more than ten resources within ten minutes is held from the eleventh on")
    func correlated() async throws {
        let text = Self.text.replacing("3/day/account", with: "100/hour/account")
        let events = try (0..<14).map { try Self.sample("Trojan:EC2/DropPoint", seed: UInt64($0), time: Double($0)) }
        #expect(Self.verdicts(try await Self.report(events, text), "isolate") == ["acts": 10, "held": 4])
    }

    @Test("samples, what is no JSON and what is no event are counted, and stop nothing")
    func dismissed() async throws {
        let marked = String(decoding: try Self.sample("Trojan:EC2/DropPoint"), as: UTF8.self)
            .replacing("\"title\":\"", with: "\"title\":\"[SAMPLE] ")
        let broken = String(decoding: try Self.sample("Trojan:EC2/DropPoint"), as: UTF8.self)
            .replacing("\"accountId\":\"111122223333\"", with: "\"accountId\":\"1\"")
        let report = try await Self.report([
            Array("no json".utf8), Array(marked.utf8), Array(broken.utf8), Self.sample("Trojan:EC2/DropPoint"),
        ])
        #expect(report.dismissed == [.unreadable: 1, .sample: 1, .malformed: 1])
        #expect(report.events == 4)
        #expect(Self.verdicts(report, "isolate") == ["acts": 1])
    }

    // MARK: Against an independent count

    @Test("matches are counted as the pattern of each rule, asked for itself, says", arguments: [1, 2, 3] as [UInt64])
    func naive(_ seed: UInt64) async throws {
        let playbook = try Self.playbook()
        let types = Sample.findingTypes + Sample.configRules
        let events = try types.map { try Self.sample($0, seed: seed) }
        let report = try await Self.report(events)
        for rule in playbook.rules {
            let count = try events.count { rule.when.matches(try Event($0)) }
            #expect(report.rules.first { $0.name == rule.name }?.tally.matched == count, "\(rule.name)")
        }
        let matched = try events.count { event in
            let event = try Event(event)
            return playbook.rules.contains { $0.when.matches(event) }
        }
        #expect(report.dismissed[.unmatched] == events.count - matched)
        #expect(report.accounts.map(\.tally.matched).reduce(0, +) == report.all.matched)
        #expect(report.days.map(\.tally.matched).reduce(0, +) == report.all.matched)
    }

    // MARK: Changed playbooks

    @Test("another playbook is compared event by event")
    func diff() async throws {
        let old = Self.text.replacing("prefix: \"Trojan:EC2/\"", with: "prefix: \"Backdoor:EC2/\"")
            .replacing("approval: required", with: "")
        let report = try await Self.report(
            [
                Self.sample("Trojan:EC2/DropPoint"), Self.sample("Backdoor:EC2/Spambot"),
                Self.sample("UnauthorizedAccess:IAMUser/TorIPCaller", "anna"), Self.sample("Discovery:S3/TorIPCaller"),
            ], old: old)
        let changes = try #require(report.changes)
        #expect(report.changedEvents == 3)
        #expect(
            Set(changes.map { "\($0.rule): \($0.before?.rawValue ?? "-") \($0.after?.rawValue ?? "-") \($0.count)" })
                == [
                    "isolate: - acts 1", "isolate: acts - 1", "ask: acts asks 1",
                ])
        #expect(changes.allSatisfy { $0.examples.count == 1 })
        #expect(try await Self.report([Self.sample("Trojan:EC2/DropPoint")], old: Self.text).changes == [])
    }

    // MARK: Telling

    @Test("the page needs nothing else, and what comes from events cannot run in it")
    func page() async throws {
        let report = try await Self.report([Self.sample("Trojan:EC2/DropPoint")], old: Self.text)
        let page = report.page(playbook: "<script>alert(1)</script>", old: "old.yaml", sources: ["a&b"])
        #expect(!page.contains("<script"))
        #expect(!page.contains("http://") && !page.contains("https://"))
        #expect(page.contains("a&amp;b") && page.contains("&lt;script&gt;"))
        #expect(page.contains("<svg") && page.hasSuffix("</html>\n"))
        #expect(page.components(separatedBy: "<svg").count == page.components(separatedBy: "</svg>").count)
    }

    @Test("the JSON has every number")
    func json() async throws {
        let json = try await Self.report([Self.sample("Trojan:EC2/DropPoint")]).json
        #expect(json["events"] == 1)
        #expect(json["totals"]?["acts"] == 1)
        #expect(json["rules"]?.array?.count == 4)
        #expect(json["days"]?.array?.first?["day"] == "2026-03-01")
        #expect(json["hoursSaved"] == .number("0.50"))
        #expect(json["changes"] == nil)
    }
}
