import Testing

@testable import EventService

@Suite("What becomes of an event that fails") struct RetryTests {
    @Test("is tried again ever later, and then no more", arguments: [(1, 5.0), (2, 15), (3, 45), (4, 135)])
    func delays(attempts: Int, seconds: Double) {
        #expect(Retry(after: attempts) == .again(afterSeconds: seconds))
    }

    @Test("the fifth failure is the last", arguments: [5, 6, 100])
    func last(attempts: Int) {
        #expect(Retry(after: attempts) == .quarantine)
    }
}
