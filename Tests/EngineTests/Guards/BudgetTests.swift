import ActionKit
import Playbook
import Testing

@testable import Engine

@Suite struct BudgetTests {
    private func manifest(_ budget: Manifest.Budget?) -> Manifest {
        Manifest(id: "a", summary: "s", phase: .contain, harm: .high, writes: [], budget: budget)
    }

    @Test("every action may change a resource once an hour; more follows from its manifest and the playbook")
    func all() throws {
        func limits(_ budget: Manifest.Budget?, _ given: String...) throws -> [String] {
            let guardrails = Guardrails(protect: [], limits: ["a": try given.map { try #require(Limit($0)) }])
            return Budget.all(for: manifest(budget), guardrails).map(\.limit.description)
        }
        #expect(try limits(nil) == ["1/hour/resource"])
        let standard = Manifest.Budget(account: 5, organization: 20)
        #expect(try limits(standard) == ["20/hour/organization", "5/hour/account", "1/hour/resource"])
        #expect(
            try limits(standard, "9/day/account", "2/hour/unit", "3/day/resource")
                == ["20/hour/organization", "2/hour/unit", "9/day/account", "3/day/resource"])
    }

    @Test("plans that a guard holds are no changes")
    func held() {
        let plan = Plan(action: "a", resource: "r", steps: [])
        func planned(_ hold: Hold?) -> Planned {
            Planned(
                phase: .contain, account: "1", plans: [plan], reasons: [:], hash: "h",
                subject: Planned.Subject(finding: "f", findingType: "t", resource: "r"), held: hold)
        }
        #expect(planned(Hold(cause: "c", why: "w")).changes(execution: "e", time: 1).isEmpty)
        #expect(
            planned(nil).changes(execution: "e", time: 1)
                == [
                    PlannedChange(
                        execution: "e", time: 1, account: "1", action: "a", resource: "r", finding: "f",
                        findingType: "t",
                        capacities: [])
                ])
    }
}
