import JSON
import Testing

@testable import CostModel

@Suite struct VolumesTests {
    private static func event(_ source: String, _ time: String, account: String = "1", rule: String = "") -> JSONValue {
        [
            "source": .string(source), "time": .string(time), "account": .string(account),
            "detail": ["configRuleName": .string(rule)],
        ]
    }

    @Test("the days from the first event to the last become a month")
    func month() throws {
        let volumes = try #require(
            Volumes(counting: [
                Self.event("aws.guardduty", "2026-11-01T23:59:59Z"),
                Self.event("aws.guardduty", "2026-11-02T00:00:00Z", account: "2"),
                Self.event("aws.config", "2026-11-05T12:00:00Z", rule: "SECURITY_GROUP_OPEN_PROHIBITED"),
                Self.event("aws.ec2", "2026-01-01T00:00:00Z", account: "3"), [:],
            ]))
        // Five days: 365 / 60 months of them.
        #expect(volumes.accounts == 2)
        #expect(abs(volumes.findings - 2 * 365.0 / 60) < 1e-9)
        #expect(abs(volumes.configChanges - 365.0 / 60) < 1e-9 && volumes.securityGroupChanges == volumes.configChanges)
    }

    @Test("no event of ours is no estimate")
    func none() { #expect(Volumes(counting: [[:], .null]) == nil) }
}
