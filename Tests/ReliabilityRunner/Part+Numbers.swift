import Reliability
import Synchronization

/// Promises with a number of seconds in them.
extension Part {
    static let drift = Part(
        id: "A-13", promise: "A containment that is taken off before IAM's delay is over is found and put back",
        target: "1,000 attacks, within 35 s, 0 missed", fullSize: 10_000
    ) { extent in
        let check = try DriftCheck()
        let found = Seconds()
        let seeds = Array(extent.seeds.prefix(max(1, extent.size / 10)))
        let complaints = try await Cores.each(seeds) { seed in
            let result = try await check.result(seed: seed)
            if let seconds = result.seconds { found.add(seconds) }
            return result.complaints
        }
        return Result(
            figure:
                "\(seeds.count) attacks, \(found.count) of them in time, found within \(found.most) simulated seconds, "
                + "\(complaints.count) broken", complaints: complaints, isWhole: found.count > 0)
    }

    static let sweep = Part(
        id: "A-14",
        promise: "Where a twentieth of the findings and a fifth of Config's changes are lost, the sweep finds them",
        target: "all, within 16 simulated minutes", fullSize: 10_000
    ) { extent in
        let check = try SweepCheck(100)
        let (lost, took) = (Counter(), Seconds())
        let seeds = Array(extent.seeds.prefix(max(1, extent.size / 1_000)))
        let complaints = try await Cores.each(seeds) { seed in
            let result = try await check.result(seed: seed)
            for _ in 0..<result.lost { lost.count() }
            took.add(result.seconds)
            var complaints = result.complaints
            if result.seconds > 60 {
                complaints.add(["It takes \(result.seconds) s."], at: "seed \(seed)", of: "sweep")
            }
            return complaints
        }
        return Result(
            figure:
                "\(lost.total) lost of \(seeds.count * 200), contained within \(took.most) simulated seconds of the sweep "
                + "after 15 minutes, \(complaints.count) broken", complaints: complaints)
    }

    static let quotas = Part(
        id: "A-15", promise: "Isolations in one account at once take what AWS's quotas allow",
        target: "1,000 within 110 % of the optimum, 1 % of the calls throttled at most", fullSize: 10_000
    ) { extent in
        let count = max(100, extent.size / 10)
        let check = try await QuotaCheck(isolations: count)
        return Result(
            figure:
                "\(check.isolated) in \(Int(check.seconds.rounded())) simulated seconds of \(Int(check.optimum)) possible, "
                + "\(check.throttled) of \(check.calls) calls throttled, \(check.complaints.count) broken",
            complaints: check.complaints)
    }
}

/// Seconds from several cores.
private final class Seconds: Sendable {
    private let values = Mutex<[Double]>([])

    func add(_ seconds: Double) { values.withLock { $0.append(seconds) } }

    var count: Int { values.withLock(\.count) }
    /// Rounded up.
    var most: Int { Int(values.withLock { $0.max() ?? 0 }.rounded(.up)) }
}
