import AWSClient
import Engine
import ServiceLifecycleTestKit
import Testing

@testable import EventService

@Suite("The whole service", .timeLimit(.minutes(1))) struct EventServiceTests {
    @Test("takes events in, answers them, and ends in order with nothing left")
    func runs() async throws {
        let bench = try Bench(Refusing(.notFound))
        let spool = try TemporaryFolder()
        try spool.write(
            String(decoding: Bench.finding() + [0x0A] + Bench.idle(1), as: UTF8.self), to: "events.json")
        var terms = EventService.Terms()
        terms.spool = try SpoolFolder(spool.path)
        let service = EventService(
            terms, inbox: bench.inbox, playbook: bench.playbook, client: ScriptedQueue([]).client, chores: [],
            log: bench.log, clock: bench.clock)
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await service.run() }
                while try await bench.journal.executions(newest: 9).count < 2 { try await bench.clock.sleep(.zero) }
                while try await bench.inbox.level().open > 0 { try await bench.clock.sleep(.zero) }
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
        #expect(bench.lines.messages.first == "started" && bench.lines.messages.last == "stopped")
        #expect(try spool.names("done") == ["events.json"])
    }
}
