#if DEBUG
    package import ActionKit
    import JSON

    extension UpdateFinding {
        package static let scenarios: [Scenario] = [
            Scenario(
                "A contained resource resolves the finding.", event: Scenario.order, report: report("contained"),
                answers: [found("NEW")], expected: .plan([sentence("RESOLVED")])),
            Scenario(
                "A resource that was contained already resolves it as well.", event: Scenario.order,
                report: report("already-contained"), answers: [found("NOTIFIED", note: "Ann looks at it.")],
                expected: .plan([sentence("RESOLVED")])),
            Scenario(
                "Every other outcome leaves the finding in sight.", event: Scenario.order, report: report("held"),
                answers: [found("NEW")], expected: .plan([sentence("NOTIFIED")])),
            Scenario(
                "Where the status is the same already, the note is written all the same.", event: Scenario.order,
                report: report("held"), answers: [found("NOTIFIED")], expected: .plan([sentence("NOTIFIED")])),
            Scenario(
                "A finding that Security Hub does not keep any more is moot.", event: Scenario.order,
                report: report("contained"), answers: [.init("securityhub:GetFindings", [:], ["Findings": []])],
                expected: .leaveAlone(.moot)),
            Scenario(
                "Before anything has happened there is nothing to note.", event: Scenario.order, answers: [],
                expected: .leaveAlone(.notApplicable)),
            Scenario(
                "A finding that came by itself is left alone.",
                event: Scenario.config(rule: "OPEN", type: "AWS::S3::Bucket", id: "catalog"),
                report: report("contained"), answers: [], expected: .leaveAlone(.notApplicable)),
        ]

        private static func sentence(_ status: String) -> String {
            "Set the workflow status of the finding in Security Hub to \(status), with a note."
        }

        private static func report(_ outcome: String) -> Report {
            Report(
                rule: "isolate-from-security-hub", outcome: outcome, why: "Read back.", changes: [], residualRisk: [],
                undoCommand: nil)
        }

        private static func found(_ status: JSONValue, note: JSONValue? = nil) -> Scenario.Answer {
            var finding: [String: JSONValue] = ["Workflow": ["Status": status]]
            if let note { finding["Note"] = ["Text": note, "UpdatedBy": "ann"] }
            return .init("securityhub:GetFindings", [:], ["Findings": [.object(finding)]])
        }
    }
#endif
