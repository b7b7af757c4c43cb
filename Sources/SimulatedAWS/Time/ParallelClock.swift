import Synchronization

/// Virtual time for several workers at once: it moves to the next who wakes, as soon as all of them sleep.
///
/// Only one worker runs at a time, so one history is the same every time.
package final class ParallelClock: Sendable {
    private struct Sleeper {
        let end: Double
        let number: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var awake = 0
        var number = 0
        var sleepers: [Sleeper] = []
    }

    package let clock: VirtualClock
    private let state = Mutex(State())

    package init(_ clock: VirtualClock) { self.clock = clock }

    package func sleep(_ duration: Duration) async {
        let end = clock.now + duration / .seconds(1)
        await withCheckedContinuation { continuation in
            rest { state in
                state.number += 1
                state.sleepers.append(Sleeper(end: end, number: state.number, continuation: continuation))
            }
        }
    }

    /// Runs workers with numbers from 0, each of which sleeps on this clock only.
    package func run(workers count: Int, _ work: @escaping @Sendable (Int) async throws -> Void) async throws {
        state.withLock { $0.awake = count }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                group.addTask {
                    defer { self.rest { _ in } }
                    await self.sleep(.zero)
                    try await work(number)
                }
            }
            try await group.waitForAll()
        }
    }

    /// One fewer is awake; who sleeps the shortest is woken when it was the last.
    private func rest(_ note: (inout State) -> Void) {
        let next = state.withLock { state -> Sleeper? in
            note(&state)
            state.awake -= 1
            guard state.awake == 0 else { return nil }
            let sleepers = state.sleepers
            let soonest = sleepers.indices.min {
                (sleepers[$0].end, sleepers[$0].number) < (sleepers[$1].end, sleepers[$1].number)
            }
            guard let soonest else { return nil }
            state.awake = 1
            return state.sleepers.remove(at: soonest)
        }
        guard let next else { return }
        clock.advance(max(0, next.end - clock.now))
        next.continuation.resume()
    }
}
