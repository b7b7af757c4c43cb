import AWSClient
import SimulatedAWS

/// Many isolations at once in one account, at the quotas of AWS.
package struct QuotaCheck: Sendable {
    package let isolated: Int
    /// How long they took, in simulated seconds, and how long they take at least.
    package let seconds: Double
    package let optimum: Double
    package let calls: Int
    package let throttled: Int

    private let asked: Int

    /// EC2 takes 100 changes of interfaces at once and then five a second; an isolation moves its one interface onto the isolation
    /// group, and by way of the group that allows everything onto it again.
    package init(isolations count: Int, workers: Int = 20, isGoverned: Bool = true) async throws {
        let stage = try CrowdStage(count, isGoverned: isGoverned)
        seconds = try await stage.respond(workers: workers)
        asked = count
        optimum = max(0, Double(3 * count - 100) / 5)
        isolated = stage.crowd.isolated(in: stage.aws.world)
        let history = stage.aws.history
        calls = history.count
        throttled = history.count { ["RequestLimitExceeded", "ThrottlingException"].contains($0.code) }
    }

    package var isHardlyThrottled: Bool { Double(throttled) <= 0.01 * Double(calls) }

    package var complaints: Complaints {
        var sentences: [String] = []
        if isolated != asked { sentences.append("\(isolated) of \(asked) instances are isolated.") }
        if seconds > 1.1 * optimum { sentences.append("It takes \(seconds) s where \(optimum) s are possible.") }
        if !isHardlyThrottled { sentences.append("\(throttled) of \(calls) calls are throttled.") }
        var complaints = Complaints()
        complaints.add(sentences, at: "\(asked) isolations", of: "quotas")
        return complaints
    }
}
