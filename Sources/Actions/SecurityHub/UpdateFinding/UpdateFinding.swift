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
/// the former status, and the former note where there was one. Security Hub cannot take a note away: where there was
/// none, another one says that the execution was taken back.
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
        let noted: JSONQuery = "Findings[].{Status: Workflow.Status, Note: Note.Text}"
        let answer = try await situation.reader.read(reading)
        guard let former = answer["Findings"]?.array?.first else {
            return .leaveAlone(.moot, "Security Hub has no finding \(order.findingID) any more.")
        }
        let isContained = ["contained", "already-contained"].contains(report.outcome)
        let status = isContained ? "RESOLVED" : "NOTIFIED"
        let note = Self.note(
            "Quell: \(report.outcome). Execution \(situation.execution), rule \(report.rule).")
        let before = noted(answer)
        let after: JSONValue = [["Status": .string(status), "Note": .string(note)]]
        guard before != after else {
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
        let formerStatus = former["Workflow"]?["Status"]?.string ?? "NEW"
        let formerNote = former["Note"]?["Text"]?.string
        // Where there was no note there will be another one after an undo: only whose note it is tells what is done and
        // what is back, and that nobody else has written one since.
        let owned: JSONQuery = """
            {Own: Findings[?Note.Text==\(note)].Workflow.Status, Other: Findings[?Note.Text!=\(note)].Workflow.Status}
            """
        let effect =
            formerNote == nil
            ? Effect(
                reading, select: owned, before: ["Own": [], "Other": [.string(formerStatus)]],
                after: ["Own": [.string(status)], "Other": []])
            : Effect(reading, select: noted, before: before, after: after)
        let step = Step(
            "update", "Set the workflow status of the finding in Security Hub to \(status), with a note.",
            call: update(status, note: note, by: "quell"), effect: effect,
            undo: .call(
                update(
                    formerStatus,
                    note: formerNote ?? Self.note("Quell: execution \(situation.execution) was taken back."),
                    by: former["Note"]?["UpdatedBy"]?.string ?? "quell")))
        return .plan(Plan(action: Self.manifest.id, resource: order.findingID, steps: [step]))
    }

    private static func note(_ text: String) -> String { PlainText.escaped(text, limit: longestNote) }
}
