import ActionKit
import JSON
import Testing

@testable import Actions

@Suite struct UpdateFindingTests {
    private static func answer(_ status: String, note: JSONValue?) -> JSONValue {
        var finding: [String: JSONValue] = ["Workflow": ["Status": .string(status)]]
        if let note { finding["Note"] = ["Text": note, "UpdatedBy": "quell"] }
        return ["Findings": [.object(finding)]]
    }

    /// The step that notes `held` at a finding without a note.
    private static func step(formerStatus: String) async throws -> Step {
        let report = Report(
            rule: "a", outcome: "held", why: "w", changes: [], residualRisk: [], undoCommand: nil)
        let scenario = Scenario(
            "A finding without a note.", event: Scenario.order, report: report,
            answers: [.init("securityhub:GetFindings", [:], answer(formerStatus, note: nil))], expected: .plan([]))
        let run = try await ScenarioRun(scenario, of: UpdateFinding.self)
        return try #require(run.plan?.steps.first)
    }

    @Test("whose note it is tells what is done and what is back", arguments: ["NEW", "NOTIFIED"])
    func ownership(formerStatus: String) async throws {
        let step = try await Self.step(formerStatus: formerStatus)
        let effect = try #require(step.effect)
        guard case .call(let undo) = step.undo else {
            Issue.record("It cannot be taken back.")
            return
        }
        #expect(effect.select(Self.answer(formerStatus, note: nil)) == effect.before)
        #expect(effect.select(Self.answer("NOTIFIED", note: step.call.input["Note"]?["Text"])) == effect.after)
        #expect(effect.select(Self.answer(formerStatus, note: undo.input["Note"]?["Text"])) == effect.before)
        let byHand = effect.select(Self.answer("RESOLVED", note: step.call.input["Note"]?["Text"]))
        #expect(byHand != effect.after && byHand != effect.before, "somebody has changed the status")
    }

    @Test("a note that another execution has written since is neither done nor back")
    func overwritten() async throws {
        let effect = try #require(try await Self.step(formerStatus: "NEW").effect)
        let others = effect.select(Self.answer("NOTIFIED", note: "Quell: held. Execution other, rule a."))
        #expect(others != effect.after && others != effect.before)
    }
}
