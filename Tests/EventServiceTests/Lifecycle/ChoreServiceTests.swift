import Engine
import ServiceLifecycleTestKit
import Testing

@testable import EventService

@Suite("Chores", .timeLimit(.minutes(1))) struct ChoreServiceTests {
    private struct Broken: Error {}

    @Test("come again and again, also after they have failed, each as an owner of its own")
    func again() async throws {
        let bench = try Bench()
        let (owners, continuation) = AsyncStream.makeStream(of: String.self)
        let chores = [
            Chore("works", every: 1) { continuation.yield("works \($0.settings.owner.token)") },
            Chore("breaks", every: 1) { responder in
                continuation.yield("breaks \(responder.settings.owner.token)")
                throw Broken()
            },
        ]
        let service = ChoreService(
            chores: chores, playbook: bench.playbook, metrics: bench.metrics, log: bench.log, clock: bench.clock)
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await service.run() }
                var seen: [String: Int] = [:]
                for await owner in owners {
                    seen[owner, default: 0] += 1
                    if (seen["works 1000"] ?? 0) > 1, (seen["breaks 1001"] ?? 0) > 1 { break }
                }
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
        #expect(bench.lines.messages.contains("a chore failed, it comes again"))
    }
}
