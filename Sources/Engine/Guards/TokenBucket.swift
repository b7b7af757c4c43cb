/// A bucket that holds some tokens and fills up steadily: every change takes one, and without one there is none.
///
/// In any span of time at most as many changes are allowed as it holds, and what flows in meanwhile.
package struct TokenBucket: Hashable, Sendable {
    let capacity: Double
    /// How long an empty bucket takes to become full, in seconds.
    let period: Double
    private(set) var tokens: Double
    private(set) var time: Double

    /// How many periods of the past tell how full a bucket is.
    static let memory = 2.0

    /// Empty at a time.
    ///
    /// Who knows nothing of what was before begins with an empty bucket far enough back: it is never fuller than the true
    /// one, and just as full wherever that was full since.
    package init(capacity: Int, period: Double, emptyAt time: Double) {
        self.capacity = Double(capacity)
        self.period = period
        tokens = 0
        self.time = time
    }

    /// As full as what was taken since leaves it; `takes` are times in any order.
    init(capacity: Int, period: Double, takes: [Double], now: Double) {
        self.init(capacity: capacity, period: period, emptyAt: now - Self.memory * period)
        for take in takes.sorted() where take >= time && take <= now {
            fill(to: take)
            tokens = max(0, tokens - 1)
        }
        fill(to: now)
    }

    package var hasToken: Bool { tokens >= 1 }

    /// Full at a time, as one that nothing was taken of for long.
    package init(capacity: Int, period: Double, fullAt time: Double) {
        self.init(capacity: capacity, period: period, emptyAt: time)
        tokens = self.capacity
    }

    /// Whether there is a token at a time, and all of them.
    package mutating func hasToken(at now: Double) -> Bool {
        fill(to: now)
        return hasToken
    }

    package var isFull: Bool { tokens >= capacity }

    package mutating func take() { tokens = max(0, tokens - 1) }

    /// Seconds until there is a token; 0 when there is one.
    var wait: Double { hasToken ? 0 : (1 - tokens) * period / capacity }

    private mutating func fill(to now: Double) {
        guard now > time else { return }
        tokens = min(capacity, tokens + (now - time) * capacity / period)
        time = now
    }
}
