import Testing

@testable import Engine

@Suite struct TokenBucketTests {
    /// SplitMix64, so that a failure can be repeated.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    @Test("a bucket that nothing was taken from is full")
    func full() {
        let bucket = TokenBucket(capacity: 5, period: 3_600, takes: [], now: 1_000_000)
        #expect(bucket.tokens == 5)
        #expect(bucket.hasToken)
        #expect(bucket.wait == 0)
    }

    @Test("an emptied bucket has a token again after its part of the period")
    func refill() {
        let takes = [Double](repeating: 1_000_000, count: 5)
        let empty = TokenBucket(capacity: 5, period: 3_600, takes: takes, now: 1_000_000)
        #expect(!empty.hasToken)
        #expect(empty.wait == 720)
        #expect(!TokenBucket(capacity: 5, period: 3_600, takes: takes, now: 1_000_719).hasToken)
        #expect(TokenBucket(capacity: 5, period: 3_600, takes: takes, now: 1_000_720).hasToken)
        #expect(TokenBucket(capacity: 5, period: 3_600, takes: takes, now: 1_003_600).tokens == 5)
    }

    @Test("more takes than there were tokens leave no debt")
    func noDebt() {
        let takes = [Double](repeating: 1_000_000, count: 47)
        #expect(TokenBucket(capacity: 5, period: 3_600, takes: takes, now: 1_000_720).hasToken)
    }

    /// Asks as often as the dice say; every change is decided on the journal's times alone, as the engine does.
    private func history(_ capacity: Int, _ period: Double, _ dice: inout Dice) -> [Double] {
        var now = 1_000_000.0
        var taken: [Double] = []
        for _ in 0..<300 {
            let share = period / Double(capacity)
            let pauses: [Double] = [0, 0.3, share / 3, share, period * 2.5]
            now += (pauses.randomElement(using: &dice) ?? 0) * Double.random(in: 0...1, using: &dice)
            if TokenBucket(capacity: capacity, period: period, takes: taken, now: now).hasToken { taken.append(now) }
        }
        return taken
    }

    @Test("invariant 11: in any window at most the capacity and what flows in meanwhile", arguments: 1...40)
    func anyWindow(seed: Int) {
        var dice = Dice(state: UInt64(seed))
        let capacity: Int = Int.random(in: 1...12, using: &dice)
        let periods: [Double] = [60, 3_600, 86_400]
        let period: Double = periods.randomElement(using: &dice) ?? 60
        let taken = history(capacity, period, &dice)
        #expect(taken.count >= capacity)
        for first in taken.indices {
            for last in first..<taken.count {
                let allowed = Double(capacity) + (taken[last] - taken[first]) * Double(capacity) / period
                #expect(Double(last - first + 1) <= allowed + 1e-6, "seed \(seed): \(first) to \(last)")
            }
        }
    }

    @Test("who begins to look later never sees more than who looks at everything", arguments: 1...20)
    func neverFuller(seed: Int) {
        var dice = Dice(state: UInt64(seed) &* 7_919)
        let taken = history(5, 3_600, &dice)
        var now = taken[0]
        while now < (taken.last ?? 0) + 7_200 {
            var level = (tokens: 5.0, time: taken[0])
            for take in taken where take <= now {
                level = (min(5, level.tokens + (take - level.time) / 720) - 1, take)
            }
            let whole = min(5, level.tokens + (now - level.time) / 720)
            #expect(TokenBucket(capacity: 5, period: 3_600, takes: taken, now: now).tokens <= whole + 1e-6)
            now += 977
        }
    }
}
