import Reliability
import Testing

/// Many responses at once stay within what AWS takes, and are hardly slower for it.
@Suite struct QuotaTests {
    @Test("isolations by the hundred in one account take what AWS's quotas allow, and are not throttled")
    func manyIsolations() async throws {
        let check = try await QuotaCheck(isolations: 100)
        #expect(check.complaints.isEmpty, "\(check.complaints.text)")
        #expect(check.optimum == 40)
    }

    @Test("without the governor the same calls are throttled")
    func ungoverned() async throws {
        let check = try await QuotaCheck(isolations: 100, isGoverned: false)
        #expect(!check.isHardlyThrottled)
        #expect(!check.complaints.isEmpty)
    }
}
