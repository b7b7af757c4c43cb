import Engine
import ServiceLifecycle
import Testing

@testable import EventService

@Suite("Sorting what has arrived", .timeLimit(.minutes(1))) struct SorterTests {
    private func run(_ bench: Bench, until isEnough: @Sendable () async throws -> Bool) async throws {
        let sorter = Sorter(
            inbox: bench.inbox, playbook: bench.playbook, metrics: bench.metrics, health: bench.health,
            log: bench.log, clock: bench.clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await sorter.run() }
            while try await !isEnough() { await Task.yield() }
            group.cancelAll()
        }
    }

    @Test("records what leads to nothing, and lets the rest be answered")
    func sorts() async throws {
        let bench = try Bench()
        let malformed = Array("no JSON".utf8)
        _ = try await bench.inbox.accept([Bench.idle(1), Bench.finding(), malformed], at: Bench.now)
        try await run(bench) { try await bench.inbox.level().arrived == 0 }
        #expect(try await bench.inbox.take(at: Bench.now)?.body == Bench.finding())
        #expect(try await bench.inbox.take(at: Bench.now) == nil)
        #expect(try await bench.value("quell_responses_total{outcome=\"rejected\"}") == "2")
        #expect(try await bench.journal.executions(newest: 9).count == 2)
        #expect(try await bench.journal.verify().firstBroken == nil)
    }

    @Test("keeps everything while the journal is away")
    func away() async throws {
        let bench = try Bench(journal: NoJournal())
        _ = try await bench.inbox.accept([Bench.idle(1)], at: Bench.now)
        try await run(bench) { !bench.lines.messages.isEmpty }
        #expect(bench.lines.messages.first == "events cannot be looked at")
        #expect(try await bench.inbox.level().arrived == 1)
        #expect(bench.health.complaints.contains { $0.hasPrefix("The journal does not answer") })
    }
}
