import Synchronization
import Testing

@testable import ExceptionAudit

@Suite struct ArrayAtOnceTests {
    @Test("answers stand in order, each counted once, never more than the limit in work", arguments: [1, 3, 8, 100])
    func bounded(limit: Int) async {
        let work = Mutex((now: 0, most: 0))
        let told = Mutex<[Int]>([])
        let answers = await Array(0..<20).mapAtOnce(limit, progress: { done in told.withLock { $0.append(done) } }) {
            number in
            work.withLock { ($0.now, $0.most) = ($0.now + 1, max($0.most, $0.now + 1)) }
            // Others get their chance to begin, if they may.
            for _ in 0..<50 { await Task.yield() }
            work.withLock { $0.now -= 1 }
            return number * 2
        }
        #expect(answers == (0..<20).map { $0 * 2 })
        #expect(told.withLock { $0 } == Array(1...20))
        #expect(work.withLock { $0.most } <= limit)
    }

    @Test("nothing maps to nothing")
    func empty() async {
        let answers = await [Int]().mapAtOnce(4) { $0 }
        #expect(answers.isEmpty)
    }
}
