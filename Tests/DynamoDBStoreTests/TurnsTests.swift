import Testing

@testable import DynamoDBStore

@Suite struct TurnsTests {
    private actor Tally {
        private var now = 0
        private(set) var most = 0
        private(set) var done = 0

        func begin() {
            now += 1
            most = max(most, now)
        }

        func end() {
            now -= 1
            done += 1
        }
    }

    @Test("only one works at a time, and everybody comes to it")
    func one() async {
        let turns = Turns()
        let tally = Tally()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    await turns.take()
                    await tally.begin()
                    await Task.yield()
                    await tally.end()
                    turns.give()
                }
            }
        }
        let (most, done) = (await tally.most, await tally.done)
        #expect(most == 1 && done == 100)
    }
}
