import Testing

@testable import EventService

@Suite("Watching the playbook") struct PlaybookWatchTests {
    @Test("what came of a new one is logged and counted, with a reason of few values")
    func tells() async throws {
        let bench = try Bench()
        let watch = PlaybookWatch(
            playbook: bench.playbook, metrics: bench.metrics, log: bench.log, clock: bench.clock)
        watch.tell(.unchanged)
        #expect(bench.lines.messages.isEmpty)
        watch.tell(.refused(LivePlaybook.Refusal(.invalid, "p.yaml:3:1: no.")))
        #expect(try await bench.value("quell_playbook_refused_total{reason=\"invalid\"}") == "1")
        #expect(try await bench.value("quell_playbook_current") == "0")
        watch.tell(.taken)
        #expect(try await bench.value("quell_playbook_reloads_total") == "1")
        #expect(try await bench.value("quell_playbook_current") == "1")
        #expect(
            bench.lines.messages == [
                "the new playbook is not taken, the one before counts on", "the playbook is a new one",
            ])
    }
}
