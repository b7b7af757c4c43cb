import Reliability
import Testing

/// What EventBridge loses is found by the next sweep.
@Suite struct SweepTests {
    @Test("with a fifth of Config's events and a twentieth of GuardDuty's lost, all is contained within 16 minutes")
    func lostEvents() async throws {
        let result = try await SweepCheck(40).result(seed: 7)
        #expect(result.complaints.isEmpty, "\(result.complaints.text)")
        #expect(result.lost == 10)
        #expect(result.seconds <= 60)
    }
}
