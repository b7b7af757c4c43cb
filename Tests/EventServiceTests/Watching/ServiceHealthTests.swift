import Synchronization
import Testing

@testable import EventService

@Suite("Whether the service is ready") struct ServiceHealthTests {
    private final class Time: Sendable {
        let now = Mutex(100.0)
        @Sendable func read() -> Double { now.withLock { $0 } }
    }

    @Test("it is once its loops run, until something fails, hangs, or stops")
    func complaints() {
        let time = Time()
        let health = ServiceHealth(now: time.read)
        #expect(health.complaints.count == 2)
        for loop in ServiceHealth.Loop.allCases { health.beat(loop) }
        #expect(health.complaints.isEmpty)
        health.failed(.journal, "Away.")
        #expect(health.complaints == ["The journal does not answer: Away."])
        health.answered(.journal)
        time.now.withLock { $0 = 131 }
        health.beat(.sorter)
        #expect(health.complaints == ["The loop \"workers\" gave no sign for 31 seconds."])
        health.beat(.workers)
        health.stop()
        #expect(health.complaints == ["The service is stopping."] && health.isStopping)
    }
}
