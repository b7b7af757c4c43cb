import Testing

@testable import EventService

@Suite("A bell", .timeLimit(.minutes(1))) struct BellTests {
    @Test("a ring that nobody waited for is kept, once")
    func kept() async {
        let bell = Bell()
        bell.ring()
        bell.ring()
        await bell.wait()
        let task = Task { await bell.wait() }
        bell.ring()
        await task.value
    }

    @Test("cancelling ends the wait, also before it began")
    func cancelled() async {
        let bell = Bell()
        let task = Task { await bell.wait() }
        task.cancel()
        await task.value
    }
}
