import Engine
import Testing

@testable import EventService

@Suite("What is said of an event") struct EventLogTests {
    @Test("its failure says what comes of it, and is counted so")
    func failure() async throws {
        let bench = try Bench()
        let event = InboxEvent(id: 7, body: [], accepted: Bench.now, attempts: 5)
        let log = EventLog(log: bench.log, metrics: bench.metrics, event: event)
        log.failed("No.", then: .again(afterSeconds: 5))
        log.failed("No.", then: .quarantine)
        log.postponed("Later.")
        #expect(
            bench.lines.messages == [
                "event not answered, it is tried again", "event quarantined", "event postponed",
            ])
        #expect(try await bench.value("quell_events_retried_total") == "2")
        #expect(try await bench.value("quell_events_quarantined_total") == "1")
    }

    @Test("its answer is counted by outcome, with the time since it was accepted")
    func answer() async throws {
        let bench = try Bench()
        let event = InboxEvent(id: 7, body: [], accepted: Bench.now - 2, attempts: 1)
        let responses = try await bench.playbook.responder(worker: 1).respond(to: Bench.idle(1))
        EventLog(log: bench.log, metrics: bench.metrics, event: event).answered(try #require(responses.first))
        #expect(try await bench.value("quell_answer_seconds_sum") == "2")
        #expect(bench.lines.messages == ["event answered"])
    }
}
