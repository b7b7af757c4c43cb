import AWSClient
import Reliability
import SimulatedAWS
import Testing

/// Many responses at once stay within what AWS takes, and are hardly slower for it.
@Suite struct QuotaTests {
    @Test("isolations by the hundred in one account take what AWS's quotas allow, and are not throttled")
    func manyIsolations() async throws {
        let count = 100
        let stage = try CrowdStage(count)
        let seconds = try await stage.respond(workers: 20)
        #expect(stage.crowd.isolated(in: stage.aws.world) == count)
        let history = stage.aws.history
        let moves = history.count { $0.operation == EC2.modifyNetworkInterfaceAttribute.id }
        // Onto the isolation group, and by way of the group that allows everything onto it again.
        #expect(moves == 3 * count)
        let optimum = Double(moves - 100) / 5
        #expect(seconds <= 1.1 * optimum, "\(seconds) s where \(optimum) s are possible")
        let throttled = history.count { ["RequestLimitExceeded", "ThrottlingException"].contains($0.code) }
        #expect(Double(throttled) <= 0.01 * Double(history.count), "\(throttled) of \(history.count)")
    }

    @Test("without the governor the same calls are throttled")
    func ungoverned() async throws {
        let stage = try CrowdStage(100, isGoverned: false)
        _ = try await stage.respond(workers: 20)
        let history = stage.aws.history
        let throttled = history.count { ["RequestLimitExceeded", "ThrottlingException"].contains($0.code) }
        #expect(Double(throttled) > 0.01 * Double(history.count))
    }
}
