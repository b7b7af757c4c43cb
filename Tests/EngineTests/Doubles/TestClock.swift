import Engine
import Synchronization

/// A clock that stands still until somebody sleeps.
final class TestClock: Sendable {
    private let time = Mutex(1_800_000_000.0)

    var now: Double { time.withLock { $0 } }

    func advance(_ seconds: Double) { time.withLock { $0 += seconds } }

    var engine: EngineClock {
        EngineClock(
            now: { self.now },
            sleep: { duration in
                let (seconds, atto) = duration.components
                self.advance(Double(seconds) + Double(atto) / 1e18)
            })
    }
}
