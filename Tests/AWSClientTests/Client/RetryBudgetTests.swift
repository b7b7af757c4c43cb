import Testing

@testable import AWSClient

@Suite struct RetryBudgetTests {
    @Test("pays for a hundred retries, and then for none")
    func empties() {
        let budget = RetryBudget()
        for _ in 0..<100 { #expect(budget.take(5)) }
        #expect(!budget.take(1))
    }

    @Test("takes nothing when it cannot pay in full")
    func whole() {
        let budget = RetryBudget()
        #expect(budget.take(495))
        #expect(!budget.take(10))
        #expect(budget.take(5))
    }

    @Test("never holds more than it began with")
    func bounded() {
        let budget = RetryBudget()
        budget.giveBack(1_000)
        #expect(budget.take(RetryBudget.capacity))
        #expect(!budget.take(1))
        budget.giveBack(7)
        #expect(!budget.take(8))
        #expect(budget.take(7))
    }

    @Test("asks more for a retry after silence than after an answer")
    func costs() {
        #expect(RetryBudget.cost(.timedOut) == 10)
        #expect(RetryBudget.cost(.unreachable) == 10)
        #expect(RetryBudget.cost(.throttled) == 5)
        #expect(RetryBudget.cost(.serverFailure) == 5)
    }

    @Test(
        "waits anything up to a bound that doubles to twenty seconds",
        arguments: [
            (1, .throttled, 1), (2, .throttled, 2), (5, .throttled, 16), (6, .throttled, 20), (1_000, .throttled, 20),
            (1, .serverFailure, 0.1), (2, .timedOut, 0.2), (8, .unreachable, 12.8), (9, .serverFailure, 20),
            (Int.max, .serverFailure, 20),
        ] as [(Int, AWSError.Kind, Double)])
    func bounds(_ attempt: Int, _ kind: AWSError.Kind, _ bound: Double) {
        #expect(Backoff.seconds(after: attempt, kind: kind, random: 0) == 0)
        #expect(abs(Backoff.seconds(after: attempt, kind: kind, random: 0.5) - bound / 2) < 1e-9)
        #expect(Backoff.seconds(after: attempt, kind: kind, random: 1.0.nextDown) < bound)
    }
}
