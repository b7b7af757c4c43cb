import Testing

@testable import Engine

@Suite struct ExceptionRecordTests {
    @Test("an approval of resources, groups and templates can be used")
    func right() {
        #expect(Approved.record(resources: [Sample.arn, Approved.group, Approved.template]).mistake == nil)
        #expect(Approved.record(resources: ["arn:aws:s3:::b"], actions: ["a"], findings: ["Recon:*"]).mistake == nil)
    }

    private static let wrong: [(ExceptionRecord, String)] = [
        (Approved.record(id: ""), "1 to 256"), (Approved.record(id: String(repeating: "a", count: 257)), "1 to 256"),
        (Approved.record(id: "a\n"), "1 to 256"), (Approved.record(resources: []), "no resource"),
        (Approved.record(resources: ["i-1"]), "no ARN"), (Approved.record(resources: ["arn:aws:ec2"]), "no ARN"),
        (Approved.record(resources: ["arn:aws:s3:::*"]), "wildcard"),
        (Approved.record(resources: [Sample.arn, "arn:aws:s3:::b?"]), "wildcard"),
        (Approved.record(resources: ["arn:aws:autoscaling:eu-west-1:1:launchConfiguration:x"]), "Auto Scaling group"),
        (Approved.record(actions: []), "no action"), (Approved.record(actions: [""]), "no action"),
        (Approved.record(findings: [""]), "empty pattern"), (Approved.record(approved: "yesterday"), "times"),
        (Approved.record(until: "2026-12-31"), "times"), (Approved.record(until: Approved.approved), "before"),
        (Approved.record(approver: ""), "approver"), (Approved.record(reason: ""), "reason"),
    ]

    @Test("what no approval can mean is refused with a sentence", arguments: wrong)
    func refuses(_ record: ExceptionRecord, _ sentence: String) throws {
        #expect(try #require(record.mistake).contains(sentence))
    }

    @Test("ends at its own time, or at the greatest age if that is sooner")
    func end() throws {
        let record = Approved.record(approved: "2026-01-01T00:00:00Z", until: "2026-01-03T00:00:00Z")
        let own = try #require(record.end(maxAge: nil))
        #expect(record.end(maxAge: 86_400) == own - 86_400)
        #expect(record.end(maxAge: 900_000) == own)
        #expect(Approved.record(until: "never").end(maxAge: 1) == nil)
    }
}
