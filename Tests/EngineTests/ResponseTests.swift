import JSON
import Testing

@testable import Engine

@Suite struct ResponseTests {
    @Test("tells rule, resource, outcome and each step, before and after")
    func whole() {
        var records = Records.whole
        records[5] = .observed(Observation(step: Records.first, wasDone: false, now: ["1"], outputs: [:]))
        let response = Execution(id: "e", replaying: records).response()
        #expect((response.rule, response.findingID, response.resource) == ("r", "f", Sample.instance))
        #expect(response.conclusion.outcome == .contained)
        #expect(response.steps.map(\.state) == ["done", "done", "done", "done"])
        #expect(response.steps.first?.before == [])
        #expect(response.steps.first?.after == ["1"])
        #expect(response.isUndoable)
    }

    @Test("its JSON has every field, null where nothing is known")
    func json() {
        let response = Execution(id: "e").response()
        #expect(
            response.json == [
                "execution": "e", "rule": nil, "findingId": nil, "account": nil, "region": nil, "resource": nil,
                "outcome": "failed", "why": "The execution has not ended.", "steps": [], "undoable": false,
                "residualRisk": [],
            ])
    }

    @Test("its JSON has a step's action, call, sentence and state")
    func stepJSON() {
        let response = Execution(id: "e", replaying: Records.whole[..<5]).response()
        #expect(
            response.json["steps"]?.array?.first == [
                "action": "test.mark", "call": "ec2:CreateTags", "sentence": "Set the tag a.", "state": "intended",
            ])
    }
}
