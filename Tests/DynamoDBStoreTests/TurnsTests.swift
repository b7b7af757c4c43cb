import Synchronization
import Testing

@testable import DynamoDBStore

@Suite struct TurnsTests {
    @Test("only one works at a time, and everybody comes to it")
    func one() async {
        let turns = Turns()
        let working = Mutex((now: 0, most: 0, done: 0))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    await turns.take()
                    working.withLock {
                        $0.now += 1
                        $0.most = max($0.most, $0.now)
                    }
                    await Task.yield()
                    working.withLock {
                        $0.now -= 1
                        $0.done += 1
                    }
                    turns.give()
                }
            }
        }
        #expect(working.withLock { $0.most } == 1 && working.withLock { $0.done } == 100)
    }
}
