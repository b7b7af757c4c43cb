import Testing

@testable import AWSClient

@Suite struct CallBucketTests {
    private static let quotas: [CallQuota] = [
        .published("a", 100, perSecond: 5), .published("b", 1, perSecond: 1), .published("c", 6, perSecond: 3),
        .published("d", 50, perSecond: 0.1),
    ]

    /// Calls that come at random times, wait as they are told, wake late, and sometimes give up: when each was let pass.
    private func passes(_ quota: CallQuota, seed: UInt64, throttles: Bool = false) -> [Double] {
        var dice = Dice(seed: seed)
        var bucket = CallBucket(quota, now: 0)
        var arrivals = (0..<400).map { _ in dice.next(below: 120) }.sorted()[...]
        var sleepers: [Double] = []
        var passes: [Double] = []
        while true {
            let awake = sleepers.min()
            guard let next = [arrivals.first, awake].compactMap(\.self).min() else { return passes }
            if next == awake, let index = sleepers.firstIndex(of: next) {
                sleepers.remove(at: index)
                if dice.next(below: 1) < 0.05 {
                    bucket.leave()
                } else if let more = bucket.takeAfterWait(now: next) {
                    sleepers.append(next + more + dice.lateness)
                } else {
                    passes.append(next)
                }
            } else {
                arrivals.removeFirst()
                if bucket.take(now: next) {
                    passes.append(next)
                } else {
                    sleepers.append(next + bucket.queue(now: next) + dice.lateness)
                }
            }
            if throttles, dice.next(below: 1) < 0.02 { bucket.slowDown(now: next) } else { bucket.speedUp() }
        }
    }

    @Test("in no span of time pass more calls than the bucket holds and gets", arguments: quotas, 1...20)
    func window(_ quota: CallQuota, _ seed: UInt64) {
        for throttles in [false, true] {
            let passes = passes(quota, seed: seed, throttles: throttles)
            #expect(passes.count > 5)
            for (first, start) in passes.enumerated() {
                for (last, end) in passes.enumerated().dropFirst(first) {
                    let allowed = quota.capacity + (end - start) * quota.refill
                    guard Double(last - first + 1) > allowed + 0.001 else { continue }
                    Issue.record("\(last - first + 1) calls from \(start) to \(end), where \(allowed) are allowed")
                    return
                }
            }
        }
    }

    @Test("nobody who comes later goes before who waits")
    func order() {
        let bucket = Pail(.published("a", 1, perSecond: 1), now: 0)
        #expect(bucket.take(now: 0))
        #expect(!bucket.take(now: 0))
        #expect(bucket.queue(now: 0) == 1)
        #expect(bucket.queue(now: 0) == 2)
        // There is a token, and it belongs to the first.
        #expect(!bucket.take(now: 1))
        #expect(bucket.takeAfterWait(now: 1) == nil)
        #expect(bucket.takeAfterWait(now: 1) == 1)
        #expect(bucket.takeAfterWait(now: 2) == nil)
        #expect(bucket.take(now: 3))
    }

    @Test("who gives up is no longer waited for")
    func leaving() {
        let bucket = Pail(.published("a", 1, perSecond: 1), now: 0)
        #expect(bucket.take(now: 0))
        #expect(bucket.queue(now: 0) == 1)
        bucket.leave()
        #expect(bucket.wait(now: 0) == 1)
        #expect(bucket.take(now: 1))
    }

    @Test("a refusal empties the bucket and halves the rate once, and steady use brings it back")
    func adaptation() {
        let bucket = Pail(.unpublished("a"), now: 0)
        bucket.slowDown(now: 0)
        for _ in 1...9 { bucket.slowDown(now: 0.5) }
        #expect(bucket.rate == 2.5)
        #expect(!bucket.take(now: 0.5 + 0.39))
        bucket.slowDown(now: 1.1)
        #expect(bucket.rate == 1.25)
        for _ in 1...10_000 { bucket.speedUp() }
        #expect(bucket.rate == 100)
        for time in 2...50 { bucket.slowDown(now: Double(time)) }
        #expect(bucket.rate == 5.0 / 16)
    }

    @Test("a published rate comes back, and never rises above what is published")
    func ceiling() {
        let bucket = Pail(.published("a", 100, perSecond: 5), now: 0)
        bucket.slowDown(now: 0)
        #expect(bucket.rate == 2.5)
        for _ in 1...100 { bucket.speedUp() }
        #expect(bucket.rate == 5)
    }

    @Test("a clock that is set back neither gives tokens nor stops them")
    func clockSetBack() {
        let bucket = Pail(.published("a", 1, perSecond: 1), now: 1_000)
        #expect(bucket.take(now: 1_000))
        #expect(!bucket.take(now: 10))
        #expect(bucket.take(now: 11))
    }

    @Test("it is fresh when a new one would be the same")
    func freshness() {
        let bucket = Pail(.published("a", 1, perSecond: 1), now: 0)
        #expect(bucket.isFresh(now: 0))
        #expect(bucket.take(now: 0))
        #expect(!bucket.isFresh(now: 0.5))
        #expect(bucket.isFresh(now: 1))
        bucket.slowDown(now: 2)
        #expect(!bucket.isFresh(now: 100))
    }
}

/// A bucket whose changes can stand in an expectation.
private final class Pail {
    private var bucket: CallBucket

    init(_ quota: CallQuota, now: Double) { bucket = CallBucket(quota, now: now) }

    var rate: Double { bucket.rate }

    func take(now: Double) -> Bool { bucket.take(now: now) }
    func queue(now: Double) -> Double { bucket.queue(now: now) }
    func wait(now: Double) -> Double { bucket.wait(now: now) }
    func takeAfterWait(now: Double) -> Double? { bucket.takeAfterWait(now: now) }
    func leave() { bucket.leave() }
    func slowDown(now: Double) { bucket.slowDown(now: now) }
    func speedUp() { bucket.speedUp() }
    func isFresh(now: Double) -> Bool { bucket.isFresh(now: now) }
}

/// Random numbers that are the same every time.
private struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next(below bound: Double) -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(UInt64(1) << 53) * bound
    }

    /// How much later than asked somebody wakes.
    var lateness: Double { mutating get { next(below: 1) < 0.3 ? next(below: 2) : 0 } }
}
