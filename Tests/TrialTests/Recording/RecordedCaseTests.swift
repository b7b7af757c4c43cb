import ActionKit
import Actions
import Engine
import JSON
import Playbook
import PlaybookText
import SQLiteStore
import Testing
import Trial

/// A recorded case is a test that passes, because the same came of its event.
struct RecordedCaseTests {
    /// Answers the event of a case, and records what the journal then holds.
    private func recorded(_ test: String) async throws -> (text: String, runner: CaseRunner) {
        let journal = try SQLiteJournal.empty()
        let playbook = try CaseRunnerTests.playbook()
        let first = CaseRunner(playbook: playbook, actions: ActionRegistry.all, journal: { journal })
        let cases = try TestCase.read("quell-test: 1\ntests:\n" + test, file: "p.test.yaml", words: first.words)
        for test in cases { _ = try await first.run(test) { _ in [] } }
        var executions: [(execution: String, entries: [Entry])] = []
        for id in try await journal.executions(newest: 10).reversed() {
            executions.append((id, try await journal.entries(of: id)))
        }
        let text = try RecordedCase.all(executions, playbook).map(\.text).joined()
        let again = CaseRunner(
            playbook: playbook, actions: ActionRegistry.all, journal: { try SQLiteJournal.empty() })
        return ("quell-test: 1\ntests:\n" + text, again)
    }

    @Test(
        "it passes, whatever came of the event",
        arguments: [
            ("sample: { type: Trojan:EC2/DNSDataExfiltration, resource: i-0123456789abcdef0 }", ["outcome: contained"]),
            (
                "sample: Trojan:EC2/DNSDataExfiltration\n    world: { scaling-group: true, load-balancer: true }",
                ["outcome: contained", "scaling-group: true", "load-balancer: true"]
            ),
            (
                "sample: Trojan:EC2/DNSDataExfiltration\n    world: { ipv6: false, volumes: 3 }",
                ["outcome: contained", "ipv6: false", "volumes: 3"]
            ),
            (
                "sample: Trojan:EC2/DNSDataExfiltration\n    world: { quarantine-group: true, volumes: 0 }",
                ["outcome: contained", "quarantine-group: true", "volumes: 0"]
            ),
            (
                "sample: Trojan:EC2/DNSDataExfiltration\n    world: { tags: { SecurityException: x } }",
                ["outcome: exempt", "\"SecurityException\":\"recorded\"", "steps: []"]
            ),
            (
                "sample: Trojan:EC2/DNSDataExfiltration\n    world: { resource: gone }",
                ["outcome: moot", "resource: \"gone\""]
            ),
            (
                "sample: Trojan:EC2/DNSDataExfiltration\n    world: { finding: unknown }",
                ["outcome: not-confirmed", "finding: \"unknown\""]
            ),
            ("sample: Backdoor:EC2/Spambot", ["outcome: held", "ec2.isolate-instance: waiting"]),
            ("sample: Trojan:EC2/DropPoint", ["rule: \"isolate\"", "rule: \"tell\"", "outcome: not-applicable"]),
            ("sample: Recon:EC2/Portscan", ["rule: none", "outcome: ignored"]),
        ])
    func passes(_ test: String, _ holds: [String]) async throws {
        let (text, runner) = try await recorded("  - name: a\n    expect: { rule: none }\n    \(test)\n")
        for part in holds { #expect(text.contains(part), "\(text)") }
        let cases = try TestCase.read(text, file: "r.test.yaml", words: runner.words)
        #expect(cases.count == 1)
        for test in cases {
            let result = try await runner.run(test) { _ in [] }
            #expect(result.differences == [], "\(text)")
        }
    }

    @Test("each event becomes a case of its own")
    func severalEvents() async throws {
        let (text, runner) = try await recorded(
            """
              - name: a
                sample: { type: Backdoor:EC2/Spambot, seed: 1 }
                expect: { rule: none }
              - name: b
                sample: { type: Recon:EC2/Portscan, seed: 2 }
                expect: { rule: none }

            """)
        #expect(try TestCase.read(text, file: "r.test.yaml", words: runner.words).count == 2)
    }

    @Test("what an attacker writes into an event stays in its text")
    func hostile() async throws {
        let title = "a\u{85}b\u{2028}c\u{FEFF} # no: \"comment\" \\n *x &y {{ \u{7F} 😀"
        let event: JSONValue = ["title": .string(title), "key: # \u{2029}": [.string(""), .null, [:], []]]
        let journal = try SQLiteJournal.empty()
        let playbook = try CaseRunnerTests.playbook()
        _ = try await journal.begin(
            "e",
            [.received(Received(event: event.description, sha256: "s")), .concluded(Conclusion(.rejected, "No."))],
            at: "2026-03-01T10:00:00Z")
        let recorded = try await RecordedCase.all([("e", journal.entries(of: "e"))], playbook)
        let runner = CaseRunner(playbook: playbook, actions: ActionRegistry.all, journal: { try SQLiteJournal.empty() })
        let cases = try TestCase.read(
            "quell-test: 1\ntests:\n" + recorded.map(\.text).joined(), file: "r.test.yaml", words: runner.words)
        #expect(cases.map(\.event.source) == [.inline(event)])
    }

    @Test("what cannot become a case says why")
    func mistakes() async throws {
        let playbook = try CaseRunnerTests.playbook()
        func mistake(_ event: String, _ records: [Record]) async throws -> String {
            let journal = try SQLiteJournal.empty()
            _ = try await journal.begin(
                "e", [.received(Received(event: event, sha256: "s"))] + records, at: "2026-03-01T10:00:00Z")
            let entries = try await journal.entries(of: "e")
            do {
                _ = try RecordedCase.all([("e", entries)], playbook)
            } catch {
                return error.description
            }
            return ""
        }
        #expect(try await mistake("nonsense", [.concluded(Conclusion(.rejected, "No."))]).contains("is not JSON"))
        #expect(try await mistake("{}", []).contains("has not ended"))
        #expect(throws: RecordedCase.Mistake.self) { try RecordedCase.all([("nobody", [])], playbook) }
    }
}
