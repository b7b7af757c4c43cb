import ActionKit
import Playbook
import Testing

@testable import Engine

@Suite struct GuardsTests {
    private static let now = 1_800_000_000.0

    private static func change(
        _ number: Int = 0, ago seconds: Double = 0, account: String = Sample.account, type: String = "T",
        finding: String? = nil, capacities: [Capacity] = []
    ) -> PlannedChange {
        PlannedChange(
            execution: "e\(number)", time: now - seconds, account: account, action: "test.isolate",
            resource: "i-\(number)", finding: finding ?? (seconds > 0 ? "past" : "new"), findingType: type,
            capacities: capacities)
    }

    private func hold(
        _ change: PlannedChange, after past: [PlannedChange],
        _ guardrails: Guardrails = Guardrails(protect: [], limits: [:]),
        budget: Manifest.Budget? = Manifest.Budget(account: 5, organization: 20),
        held: Set<String> = [], isOrdered: Bool = false
    ) -> Hold? {
        let manifest = Manifest(
            id: "test.isolate", summary: "s", phase: .contain, harm: .high, writes: [], budget: budget)
        return Guards(
            guardrails: guardrails, manifests: [manifest], past: past, heldResources: held,
            isOrdered: isOrdered
        ).hold([change], proposed: [], now: Self.now)
    }

    private func guardrails(_ limits: String...) throws -> Guardrails {
        Guardrails(
            protect: [], limits: ["test.isolate": try limits.map { try #require(Limit($0)) }],
            units: ["production": [Sample.account, "222233334444"]])
    }

    @Test("nothing is held while there is room")
    func room() {
        #expect(hold(Self.change(), after: []) == nil)
        #expect(hold(Self.change(), after: (1...4).map { Self.change($0, ago: 60) }) == nil)
    }

    @Test("the sixth isolation of an account within minutes is held, elsewhere it is not")
    func account() {
        let past = (1...5).map { Self.change($0, ago: 60, type: "T\($0)") }
        #expect(hold(Self.change(), after: past)?.cause == "budget test.isolate account \(Sample.account)")
        #expect(hold(Self.change(account: "999988887777"), after: past) == nil)
        #expect(hold(Self.change(), after: past, budget: nil) == nil, "an action without a budget has none")
    }

    @Test("the organization's budget is over all accounts, and is told before the account's")
    func organization() {
        let past = (1...20).map { Self.change($0, ago: 60, account: "11112222\(3_000 + $0)", type: "T\($0)") }
        let cause = "budget test.isolate the organization"
        #expect(hold(Self.change(), after: past)?.cause == cause)
    }

    @Test("a limit of the playbook takes the place of the standard of its scope and leaves the others")
    func playbook() throws {
        let past = (1...5).map { Self.change($0, ago: 60, type: "T\($0)") }
        #expect(hold(Self.change(), after: past, try guardrails("6/hour/account")) == nil)
        #expect(hold(Self.change(), after: [past[0]], try guardrails("1/hour/account")) != nil)
        let many = (1...20).map { Self.change($0, ago: 60, account: "11112222\(3_000 + $0)", type: "T\($0)") }
        #expect(hold(Self.change(), after: many, try guardrails("6/hour/account")) != nil)
    }

    @Test("a unit's limit counts the accounts of the unit, and does not apply to others")
    func unit() throws {
        let past = [Self.change(1, ago: 60, account: "222233334444")]
        let rules = try guardrails("1/hour/unit")
        #expect(hold(Self.change(), after: past, rules)?.cause == "budget test.isolate unit production")
        #expect(hold(Self.change(account: "999988887777"), after: past, rules) == nil)
    }

    @Test("a resource is changed once an hour, but containing the same finding again is no new change")
    func resource() {
        let past = [Self.change(0, ago: 3_000)]
        #expect(hold(Self.change(), after: past)?.cause == "budget test.isolate i-0")
        #expect(hold(Self.change(finding: "past"), after: past) == nil)
        #expect(hold(Self.change(), after: past, isOrdered: true) == nil)
        #expect(hold(Self.change(), after: [Self.change(0, ago: 3_602)]) == nil)
    }

    @Test("the fourth change of a resource within a day is a loop, even of the same finding, unless a person orders it")
    func loop() {
        let past = [80_000, 50_000, 20_000.0].map { Self.change(0, ago: $0) }
        #expect(hold(Self.change(finding: "past"), after: past)?.cause == "loop test.isolate i-0")
        #expect(hold(Self.change(finding: "past"), after: past, isOrdered: true) == nil)
        #expect(hold(Self.change(), after: Array(past.dropLast())) == nil)
        #expect(hold(Self.change(), after: [Self.change(0, ago: 86_500)] + past.dropFirst()) == nil)
        let fewer = Guardrails(protect: [], limits: [:], repeats: 1)
        #expect(hold(Self.change(), after: [past[2]], fewer)?.cause == "loop test.isolate i-0")
    }

    @Test("more than ten resources with one finding type within ten minutes are correlated, held ones included")
    func correlated() {
        func past(_ count: Int, ago: Double) -> [PlannedChange] {
            (0..<count).map { Self.change($0 + 1, ago: ago, account: "11112222\(3_000 + $0)") }
        }
        #expect(hold(Self.change(), after: past(9, ago: 500)) == nil)
        #expect(hold(Self.change(), after: past(10, ago: 500))?.cause == "correlated T")
        #expect(hold(Self.change(type: "U"), after: past(10, ago: 500)) == nil)
        #expect(hold(Self.change(), after: past(10, ago: 601)) == nil)
        #expect(hold(Self.change(), after: past(5, ago: 500), held: ["i-a", "i-b", "i-c", "i-d", "i-e"]) != nil)
        #expect(hold(Self.change(), after: past(5, ago: 500), held: ["i-1", "i-2", "i-3"]) == nil, "counted once")
    }

    @Test(
        "a group keeps all but one, or four fifths, in service",
        arguments: [
            (1, 1, false), (2, 2, false), (2, 1, true), (3, 3, false), (5, 5, false), (5, 4, true), (10, 10, false),
            (10, 9, false), (10, 8, true), (20, 17, false), (20, 16, true), (0, 0, false),
        ])
    func capacity(_ desired: Int, _ inService: Int, _ isHeld: Bool) {
        let capacity = Capacity(group: "g", desired: desired, inService: inService)
        #expect((hold(Self.change(capacities: [capacity]), after: [])?.cause == "capacity g") == isHeld)
    }

    @Test("a group that shrinks with every machine taken out is measured by what it was")
    func shrinking() {
        var (desired, past): (Int, [PlannedChange]) = (10, [])
        for number in 1...10 {
            let capacity = Capacity(group: "g", desired: desired, inService: desired)
            let change = Self.change(number, type: "T\(number)", capacities: [capacity])
            guard hold(change, after: past, budget: nil) == nil else { break }
            past.append(Self.change(number, ago: 600, type: "T\(number)", capacities: [capacity]))
            desired -= 1
        }
        #expect(past.count == 2)
    }

    @Test("what was planned a moment ago counts although AWS does not show it yet")
    func unseen() {
        let capacity = Capacity(group: "g", desired: 10, inService: 10)
        let past = (1...2).map { Self.change($0, ago: 5, type: "T\($0)", capacities: [capacity]) }
        #expect(hold(Self.change(capacities: [capacity]), after: past, budget: nil)?.cause == "capacity g")
        #expect(hold(Self.change(capacities: [capacity]), after: [past[0]], budget: nil) == nil)
    }
}
