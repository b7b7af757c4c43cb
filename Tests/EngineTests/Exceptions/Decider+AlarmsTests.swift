import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct DeciderAlarmTests {
    private func plan(_ action: String, _ steps: String...) -> Plan {
        Plan(
            action: action, resource: "r",
            steps: steps.map { TagStep.set($0, from: nil, to: "1", id: $0) }, residualRisk: [action])
    }

    @Test("an action keeps one plan in a phase, with the alarms after its own steps")
    func merges() {
        let plans = [plan("a", "one"), plan("b", "two")].with([
            plan("a", "alarm"), plan("c", "lost"), plan("a", "more"),
        ])
        #expect(plans.map(\.action) == ["a", "b"])
        #expect(plans.map { $0.steps.map(\.id) } == [["one", "alarm", "more"], ["two"]])
        #expect(plans.map(\.residualRisk) == [["a"], ["b"]])
    }

    @Test("what is the same for several actions is said once")
    func once() {
        var ruling = ExceptionRuling()
        for action in ["a", "b"] {
            ruling.add(ExceptionJudgement(.invalid, actions: [action], flaw: .noRecord, why: "w"))
        }
        ruling.add(ExceptionJudgement(.invalid, actions: ["c"], flaw: .expired, why: "v"))
        #expect(ruling.judgements.map(\.actions) == [["a", "b"], ["c"]])
    }
}
