import AWSClient
import Synchronization
import Testing

@testable import DynamoDBStore

@Suite struct PatienceTests {
    @Test("pauses grow up to a second and end within half a minute")
    func ends() async {
        let slept = SleepLog()
        var patience = Patience(slept.surroundings(random: 0.999))
        while await patience.pause() {}
        #expect(slept.pauses.allSatisfy { $0 <= 1 } && slept.pauses.first ?? 1 < 0.021)
        #expect((28...30).contains(slept.pauses.reduce(0, +)))
    }

    @Test("a clock that stands still does not make it endless")
    func frozen() async {
        var patience = Patience(SleepLog().surroundings(random: 0))
        var count = 0
        while await patience.pause() { count += 1 }
        #expect(count == 1_000)
    }
}

/// Time that passes only by sleeping.
final class SleepLog: Sendable {
    private let slept = Mutex<[Double]>([])
    var pauses: [Double] { slept.withLock { $0 } }

    func surroundings(random: Double = 0.5) -> Surroundings {
        var surroundings = Surroundings.process
        surroundings.now = { 1_772_359_200 + self.pauses.reduce(0, +) }
        surroundings.sleep = { duration in self.slept.withLock { $0.append(duration / .seconds(1)) } }
        surroundings.random = { random }
        surroundings.environment = { _ in nil }
        return surroundings
    }
}
