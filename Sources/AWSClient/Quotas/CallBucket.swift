/// The tokens of one bucket, and who waits for one, as a value.
struct CallBucket: Hashable, Sendable {
    private let quota: CallQuota
    private(set) var rate: Double
    private var tokens: Double
    private var time: Double
    /// How many calls wait for a token.
    private(set) var waiting = 0
    private var slowedAt: Double?

    /// Sums of fractions of a token do not come out even.
    private static let tolerance = 1e-6
    /// Refusals within this time are one piece of news: they are answers to calls that were on their way together.
    private static let newsInterval = 1.0

    init(_ quota: CallQuota, now: Double) {
        self.quota = quota
        rate = quota.refill
        tokens = quota.capacity
        time = now
    }

    /// Takes a token at once; nil while there is none, or while others wait for theirs.
    mutating func take(now: Double) -> Bool {
        fill(now)
        return waiting == 0 && takeOne()
    }

    /// Joins those who wait, and answers for how long a token takes to be there for it, in seconds.
    mutating func queue(now: Double) -> Double {
        fill(now)
        waiting += 1
        return max(0, Double(waiting) - tokens) / rate
    }

    /// How long a call that comes now would wait, in seconds.
    mutating func wait(now: Double) -> Double {
        fill(now)
        return max(0, Double(waiting) + 1 - tokens) / rate
    }

    /// Who has waited takes its token; else the seconds until there is one.
    mutating func takeAfterWait(now: Double) -> Double? {
        fill(now)
        guard takeOne() else { return (1 - tokens) / rate }
        waiting -= 1
        return nil
    }

    /// Gives up waiting.
    mutating func leave() { waiting -= 1 }

    /// AWS has refused a call: its bucket is empty, whoever emptied it.
    mutating func slowDown(now: Double) {
        fill(now)
        tokens = min(tokens, 0)
        if let slowedAt, now - slowedAt < Self.newsInterval, now >= slowedAt { return }
        slowedAt = now
        rate = max(rate / 2, quota.refill / 16)
    }

    /// AWS has taken a call: one more a second is tried for each second of steady use.
    mutating func speedUp() {
        guard rate < quota.ceiling else { return }
        rate = min(quota.ceiling, rate + 1 / max(rate, 1))
    }

    /// Whether forgetting it changes nothing: it is as it was at the beginning.
    mutating func isFresh(now: Double) -> Bool {
        fill(now)
        return waiting == 0 && tokens >= quota.capacity && rate >= quota.refill
    }

    private mutating func takeOne() -> Bool {
        guard tokens >= 1 - Self.tolerance else { return false }
        tokens -= 1
        return true
    }

    /// A clock that was set back gives nothing, and does not stop the bucket from filling either.
    private mutating func fill(_ now: Double) {
        if now > time { tokens = min(quota.capacity, tokens + (now - time) * rate) }
        time = now
    }
}
