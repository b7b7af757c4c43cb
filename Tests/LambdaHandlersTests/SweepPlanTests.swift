import Engine
import Testing

@testable import LambdaHandlers

@Suite("Where the function sweeps") struct SweepPlanTests {
    private func plan(_ environment: [String: String] = [:]) -> SweepPlan {
        SweepPlan(home: "999999999999", region: "eu-central-1", environment: { environment[$0] })
    }

    @Test("is its own account and Region where nothing else is said")
    func standard() {
        let empty = ["QUELL_SWEEP_ACCOUNTS": "", "QUELL_SWEEP_REGIONS": "", "QUELL_CONFIG_AGGREGATOR": ""]
        for environment in [[:], empty] {
            #expect(plan(environment).places == [SweepPlace(account: "999999999999", region: "eu-central-1")])
            #expect(plan(environment).aggregator == nil)
        }
    }

    @Test("is every account in every Region, its own first and once")
    func all() {
        let plan = plan([
            "QUELL_SWEEP_ACCOUNTS": "111122223333, 999999999999", "QUELL_SWEEP_REGIONS": "eu-west-1,eu-north-1",
            "QUELL_CONFIG_AGGREGATOR": "all",
        ])
        #expect(
            plan.places.map(\.description) == [
                "999999999999 in eu-west-1", "999999999999 in eu-north-1", "111122223333 in eu-west-1",
                "111122223333 in eu-north-1",
            ])
        #expect(plan.aggregator == "all")
    }
}
