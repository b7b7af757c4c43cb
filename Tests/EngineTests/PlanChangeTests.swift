import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct PlanChangeTests {
    private func plan(_ steps: [Step], risk: [String] = []) -> [Plan] {
        [Plan(action: "test.mark", resource: Sample.arn, steps: steps, residualRisk: risk)]
    }

    @Test("equal plans have no difference")
    func equal() {
        let plans = plan([TagStep.set("a", from: "x", to: "1")])
        #expect(PlanChange.between(plans, plans).isEmpty)
    }

    @Test("a changed value is shown as it was, as it was approved, and as it is")
    func value() {
        let changes = PlanChange.between(
            plan([TagStep.set("a", from: "x", to: "1"), TagStep.set("b", from: nil, to: "1")]),
            plan([TagStep.set("a", from: "y", to: "1"), TagStep.set("b", from: nil, to: "1")]))
        #expect(changes.map(\.step) == ["test.mark/set-a"])
        #expect(changes.first?.before == ["x"] && changes.first?.approved == ["1"] && changes.first?.now == ["y"])
    }

    @Test("steps that came and went are named")
    func steps() {
        let changes = PlanChange.between(
            plan([TagStep.set("a", from: "x", to: "1")]), plan([TagStep.set("b", from: "y", to: "1")]))
        #expect(changes.map(\.sentence) == ["No longer planned: Set the tag a.", "New: Set the tag b."])
        #expect(changes.first?.now == .null && changes.last?.before == .null)
    }

    @Test("another call is a difference though its values are the same")
    func call() {
        let changes = PlanChange.between(
            plan([TagStep.set("a", from: "x", to: "1")]), plan([TagStep.set("a", from: "x", to: "2")]))
        #expect(changes.count == 1 && changes.first?.sentence.contains("Not the same call") ?? false)
    }

    @Test("a difference in no step is one all the same")
    func rest() {
        let steps = [TagStep.set("a", from: "x", to: "1")]
        let changes = PlanChange.between(plan(steps), plan(steps, risk: ["Sessions last."]))
        #expect(changes.count == 1 && changes.first?.now == ["Sessions last."])
        let two = plan([TagStep.set("a", from: nil, to: "1"), TagStep.set("b", from: nil, to: "1")])
        let turned = plan([TagStep.set("b", from: nil, to: "1"), TagStep.set("a", from: nil, to: "1")])
        #expect(PlanChange.between(two, turned).count == 1)
    }
}
