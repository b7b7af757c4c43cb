import ActionKit
import JSON
import Testing

@testable import Actions

@Suite struct UpdateFindingTests {
    private static func answer(_ status: String, note: JSONValue?, by author: String = "quell") -> JSONValue {
        var finding: [String: JSONValue] = ["Workflow": ["Status": .string(status)]]
        if let note { finding["Note"] = ["Text": note, "UpdatedBy": .string(author)] }
        return ["Findings": [.object(finding)]]
    }

    /// The step that notes `held` at a finding, and the call that takes it back.
    private static func step(_ status: String, note: JSONValue?, by author: String = "quell") async throws -> (
        Step, undo: Call
    ) {
        let report = Report(
            rule: "a", outcome: "held", why: "w", changes: [], residualRisk: [], undoCommand: nil)
        let scenario = Scenario(
            "A finding.", event: Scenario.order, report: report,
            answers: [.init("securityhub:GetFindings", [:], answer(status, note: note, by: author))],
            expected: .plan([]))
        let run = try await ScenarioRun(scenario, of: UpdateFinding.self)
        let step = try #require(run.plan?.steps.first)
        guard case .call(let undo) = step.undo else { throw NoUndo() }
        return (step, undo)
    }

    private struct NoUndo: Error {}

    @Test("whose note it is tells what is done and what is back", arguments: ["NEW", "NOTIFIED"])
    func ownership(formerStatus: String) async throws {
        let (step, undo) = try await Self.step(formerStatus, note: nil)
        let effect = try #require(step.effect)
        let note = step.call.input["Note"]?["Text"]
        #expect(effect.select(Self.answer(formerStatus, note: nil)) == effect.before)
        #expect(effect.select(Self.answer("NOTIFIED", note: note)) == effect.after)
        #expect(effect.select(Self.answer(formerStatus, note: undo.input["Note"]?["Text"])) == effect.before)
        #expect(undo.input["Workflow"]?["Status"]?.string == formerStatus)
    }

    @Test("what somebody has written since is theirs: there is nothing to take back, and nothing in the way of an undo")
    func overwritten() async throws {
        let (step, _) = try await Self.step("NEW", note: nil)
        let effect = try #require(step.effect)
        let note = step.call.input["Note"]?["Text"]
        #expect(effect.select(Self.answer("NOTIFIED", note: "Ann looks at it.", by: "ann")) == effect.before)
        #expect(effect.select(Self.answer("RESOLVED", note: note)) == effect.before, "the status by hand")
    }

    @Test("a person's note is given back, and an execution's is not")
    func former() async throws {
        let (_, anns) = try await Self.step("NOTIFIED", note: "Quell: I saw it.", by: "ann")
        #expect(anns.input["Note"]?["Text"] == "Quell: I saw it.")
        #expect(anns.input["Note"]?["UpdatedBy"] == "ann")
        #expect(anns.input["Workflow"]?["Status"] == "NOTIFIED")
        let (first, _) = try await Self.step("SUPPRESSED", note: nil)
        let (second, undo) = try await Self.step("RESOLVED", note: first.call.input["Note"]?["Text"])
        #expect(undo.input["Workflow"]?["Status"] == "SUPPRESSED", "the status before the first note")
        let (_, last) = try await Self.step("NEW", note: second.call.input["Note"]?["Text"])
        #expect(last.input["Workflow"]?["Status"] == "SUPPRESSED")
        #expect(last.input["Note"]?["Text"]?.string?.hasSuffix("was taken back.") == true)
        let (_, after) = try await Self.step("NEW", note: last.input["Note"]?["Text"])
        #expect(after.input["Workflow"]?["Status"] == "NEW")
    }
}
