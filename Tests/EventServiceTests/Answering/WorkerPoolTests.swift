import AWSClient
import Engine
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@testable import EventService

@Suite("Workers that answer events", .timeLimit(.minutes(1))) struct WorkerPoolTests {
    private func pool(_ bench: Bench, grace: Double = 0) -> WorkerPool {
        WorkerPool(
            inbox: bench.inbox, playbook: bench.playbook, metrics: bench.metrics, health: bench.health,
            log: bench.log, clock: bench.clock, workers: 2, grace: grace)
    }

    private func run(_ bench: Bench, until isEnough: @Sendable () async throws -> Bool) async throws {
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pool(bench).run() }
                while try await !isEnough() { await Task.yield() }
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
    }

    @Test("an event that is answered leaves the inbox")
    func answers() async throws {
        let bench = try Bench(Refusing(.notFound))
        _ = try await bench.ready(Bench.finding())
        try await run(bench) { try await bench.inbox.level().open == 0 }
        #expect(try await bench.value("quell_responses_total{outcome=\"not-confirmed\"}") == "1")
        #expect(bench.lines.messages == ["event answered"])
    }

    @Test("one that fails is put back, to be tried later")
    func fails() async throws {
        let bench = try Bench(Refusing(.unreachable))
        let event = try await bench.ready(Bench.finding())
        try await run(bench) { try await bench.value("quell_events_retried_total") == "1" }
        #expect(try await bench.inbox.take(at: Bench.now + 4) == nil)
        let again = try #require(try await bench.inbox.take(at: Bench.now + 5))
        #expect(again.id == event.id && again.attempts == 2)
    }

    @Test("one that fails for the fifth time is quarantined with the reason")
    func quarantines() async throws {
        let bench = try Bench(Refusing(.unreachable))
        let event = try await bench.ready(Bench.finding())
        for _ in 1..<EventInbox.attempts {
            _ = try await bench.inbox.take(at: Bench.now)
            try await bench.inbox.putBack(event.id, until: 0, isCounted: true)
        }
        try await run(bench) { try await bench.inbox.level().quarantined == 1 }
        let given = try #require(try await bench.inbox.quarantined().first)
        #expect(given.attempts == 5 && given.reason.contains("So it is in this test."))
        #expect(bench.lines.messages.last == "event quarantined")
    }

    @Test("one that cannot be written down is put back and not counted")
    func journalAway() async throws {
        let bench = try Bench(journal: NoJournal())
        _ = try await bench.ready(Bench.finding())
        try await run(bench) { try await bench.value("quell_events_retried_total") == "1" }
        #expect(try await bench.inbox.take(at: Bench.now + Retry.pause)?.attempts == 1)
    }

    @Test("what does not end within the grace time is put back for the next start")
    func interrupts() async throws {
        let hanging = Hanging()
        let bench = try Bench(hanging)
        let event = try await bench.ready(Bench.finding())
        try await run(bench) {
            await hanging.begun.wait()
            return true
        }
        #expect(bench.lines.messages.contains("responses are interrupted, the next start goes on with them"))
        #expect(try await bench.inbox.take(at: Bench.now)?.id == event.id)
    }
}

@Suite("Free workers") struct FreeWorkersTests {
    @Test("each is taken once")
    func once() {
        let free = FreeWorkers(2)
        #expect([free.take(), free.take(), free.take()] == [1, 2, nil])
        free.give(1)
        #expect(free.count == 1 && free.take() == 1)
    }
}
