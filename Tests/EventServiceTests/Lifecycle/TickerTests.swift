import ServiceLifecycleTestKit
import Testing

@testable import EventService

@Suite("The ticker", .timeLimit(.minutes(1))) struct TickerTests {
    @Test("rings every bell, again and again, until the service stops")
    func rings() async throws {
        let bells = [Bell(), Bell()]
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await Ticker(bells: bells).run() }
                for bell in bells + bells { await bell.wait() }
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
    }
}
