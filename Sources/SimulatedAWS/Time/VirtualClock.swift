package import AWSClient
import Synchronization

/// Time that passes only when somebody sleeps or is made to wait.
package final class VirtualClock: Sendable {
    private let time: Mutex<Double>

    /// Begins at a time in seconds since 1970; 2026-03-01T10:00:00Z unless told otherwise.
    package init(at time: Double = 1_772_359_200) { self.time = Mutex(time) }

    package var now: Double { time.withLock { $0 } }

    package func advance(_ seconds: Double) { time.withLock { $0 += seconds } }

    package func sleep(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        advance(Double(seconds) + Double(attoseconds) * 1e-18)
    }

    /// What the client takes from the machine: this clock, no files, no environment, and dice that always show a half.
    package var surroundings: Surroundings {
        Surroundings(
            now: { self.now }, environment: { _ in nil }, file: { _ in nil }, sleep: { self.sleep($0) },
            random: { 0.5 }, run: { _ in .success([]) })
    }
}
