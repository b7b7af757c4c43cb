package import ActionKit
package import AWSClient
import Findings
import JSON

/// Notes in Security Hub what came of an order that a person gave there: workflow status, and a note.
///
/// The status becomes `RESOLVED` when the resource is contained, and `NOTIFIED` for every other outcome, so that the
/// finding stays in sight. The note names the outcome and the execution; it replaces the note that was there. Both are
/// written in the engine's own account, where the order was given, with the engine's own credentials.
///
/// Events that do not come from Security Hub have no finding there that is known, and are left alone. An undo gives back
/// the former status, and the former note where a person had written one. Security Hub cannot take a note away: where
/// there was none, another one says that the execution was taken back.
///
/// What people write since is theirs: a finding with another note or status has nothing that is to be taken back, so that
/// no remark of an analyst stands in the way of the undo of a containment. Each note names the status before the first
/// of them, so that executions can be taken back in any order.
package struct UpdateFinding: Action {
    package static let manifest = Manifest(
        id: "securityhub.update-finding",
        summary: "Notes the outcome at the Security Hub finding that the order was given for.",
        phase: .report, harm: .none, reads: [SecurityHub.getFindings], writes: [SecurityHub.batchUpdateFindings],
        undos: [SecurityHub.batchUpdateFindings],
        grants: [Grant("Note", ["securityhub:BatchUpdateFindings"], on: hub)],
        undoGrants: [Grant("NoteAgain", ["securityhub:BatchUpdateFindings"], on: hub)])

    private static let hub = ["arn:{partition}:securityhub:*:{account}:hub/default"]

    /// What Security Hub takes as a note.
    private static let longestNote = 512

    package init(_ options: Options) throws(Options.Mistake) {}

    package func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        guard case .hubAction(let order, let envelope) = Intake(situation.event) else {
            return .leaveAlone(.notApplicable, "The event is no order from Security Hub; there is nothing to note.")
        }
        guard let report = situation.report else {
            return .leaveAlone(.notApplicable, "Nothing has happened yet that could be noted.")
        }
        func call(_ operation: Operation, _ input: JSONValue) -> Call {
            Call(operation, account: nil, region: envelope.region.description, input: input)
        }
        func equals(_ text: String) -> JSONValue { [["Value": .string(text), "Comparison": "EQUALS"]] }
        let reading = call(
            SecurityHub.getFindings,
            ["Filters": ["Id": equals(order.findingID), "ProductArn": equals(order.productARN)]])
        let answer = try await situation.reader.read(reading)
        guard let former = answer["Findings"]?.array?.first else {
            return .leaveAlone(.moot, "Security Hub has no finding \(order.findingID) any more.")
        }
        let isContained = ["contained", "already-contained"].contains(report.outcome)
        let status = isContained ? "RESOLVED" : "NOTIFIED"
        let before = Former(former)
        let note = Self.note(
            "Quell: \(report.outcome) (\(before.status) before). Execution \(situation.execution), rule \(report.rule)."
        )
        let effect = Effect(
            reading, select: "Findings[?Note.Text==\(note) && Workflow.Status==\(status)].Note.Text", before: [],
            after: [.string(note)])
        guard effect.select(answer) != effect.after else {
            return .leaveAlone(.alreadyContained, "The finding carries the status \(status) and this note already.")
        }
        func update(_ status: String, note: String, by author: String) -> Call {
            call(
                SecurityHub.batchUpdateFindings,
                [
                    "FindingIdentifiers": [
                        ["Id": .string(order.findingID), "ProductArn": .string(order.productARN)]
                    ],
                    "Workflow": ["Status": .string(status)],
                    "Note": ["Text": .string(note), "UpdatedBy": .string(author)],
                ])
        }
        let step = Step(
            "update", "Set the workflow status of the finding in Security Hub to \(status), with a note.",
            call: update(status, note: note, by: Self.author), effect: effect,
            undo: .call(
                update(
                    before.status,
                    note: before.note ?? Self.note("Quell: execution \(situation.execution) was taken back."),
                    by: before.author ?? Self.author)))
        return .plan(Plan(action: Self.manifest.id, resource: order.findingID, steps: [step]))
    }

    private static let author = "quell"

    /// What the finding showed before Quell wrote anything, as far as it still tells.
    private struct Former {
        var status: String
        var note: String?
        let author: String?

        init(_ finding: JSONValue) {
            status = finding["Workflow"]?["Status"]?.string ?? "NEW"
            note = finding["Note"]?["Text"]?.string
            author = finding["Note"]?["UpdatedBy"]?.string
            guard author == UpdateFinding.author, let text = note, text.hasPrefix("Quell: ") else { return }
            // The note of an execution before this one, which names the status before it.
            note = nil
            let named = UpdateFinding.statuses.first { text.contains(" (\($0) before). ") }
            status = named ?? status
        }
    }

    private static let statuses = ["NEW", "NOTIFIED", "RESOLVED", "SUPPRESSED"]

    private static func note(_ text: String) -> String { PlainText.escaped(text, limit: longestNote) }
}
