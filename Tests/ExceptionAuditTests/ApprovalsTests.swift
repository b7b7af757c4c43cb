import AWSClient
import Engine
import JSON
import Playbook
import Testing

@testable import ExceptionAudit

@Suite struct ApprovalsTests {
    private static let arn = "arn:aws:s3:::invoices"

    private func record(_ id: String, until: String) -> ExceptionRecord {
        ExceptionRecord(
            id: id, resources: [Self.arn], actions: ["ssm.start-automation"], approved: "2026-01-01T00:00:00Z",
            until: until, approver: "alice", reason: "Public on purpose.")
    }

    private func approvals(_ register: ExceptionRegister) -> Approvals {
        Approvals(
            ExceptionJudge(
                tag: "Keep", terms: StrictExceptions(records: .journal), register: register,
                now: ISO8601.parse("2026-03-01T00:00:00Z") ?? 0))
    }

    private func row(_ value: String, _ arn: String = arn) -> TaggedResource {
        TaggedResource(account: "1", region: "r", arn: arn, key: "Keep", value: value, tags: ["Keep": value])
    }

    private var register: ExceptionRegister {
        .read([
            "J-1": record("J-1", until: "2026-03-10T00:00:00Z"), "J-2": record("J-2", until: "2026-02-01T00:00:00Z"),
            "J-3": record("J-3", until: "2026-09-01T00:00:00Z"),
        ])
    }

    @Test("a row says its record and its end, or what is wrong")
    func rows() {
        let approvals = approvals(register)
        #expect(
            approvals.approval(of: row("J-1"))
                == Approvals.Approval(record: "J-1", expires: "2026-03-10T00:00:00Z", flaw: nil))
        #expect(approvals.approval(of: row("J-2")).flaw?.contains("record J-1 would hold") ?? false)
        #expect(approvals.approval(of: row("J-1", "arn:aws:s3:::other")).flaw == "its approval is for another resource")
        #expect(approvals.trouble == nil)
    }

    @Test("what ends within two weeks is listed")
    func expiring() { #expect(approvals(register).expiring.map(\.record.id) == ["J-1"]) }

    @Test("records that do not count are trouble, and every row says so")
    func trouble() {
        for register in [ExceptionRegister.untrusted(.badSignature), .unreadable("It is gone.")] {
            let approvals = approvals(register)
            #expect(approvals.trouble != nil)
            #expect(approvals.approval(of: row("J-1")).flaw != nil)
            #expect(approvals.expiring.isEmpty)
        }
    }

    @Test("the JSON of a report has the approval of each row, and what ends soon")
    func json() {
        var report = AuditReport(tag: "Keep", accounts: 1)
        report.rows = [row("J-1")]
        let json = report.json(approvals: approvals(register))
        #expect(json["exceptions"]?.array?.first?["valid"] == true)
        #expect(json["exceptions"]?.array?.first?["record"] == "J-1")
        #expect(json["expiring"]?.array?.first?["record"] == "J-1")
        #expect(report.json()["expiring"] == nil)
        #expect(report.json()["exceptions"]?.array?.first?["valid"] == nil)
    }
}
