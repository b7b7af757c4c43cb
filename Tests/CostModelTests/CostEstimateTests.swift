import JSON
import Testing

@testable import CostModel

@Suite struct CostEstimateTests {
    /// Every unit costs one, so that costs are numbers of units.
    static func list(date: String = "2026-06-30") throws -> PriceList {
        let prices = Part.allCases.map { part in
            (part.rawValue, ["price": 2, "per": 2, "source": "https://aws.amazon.com/"] as JSONValue)
        }
        return try PriceList([
            "region": "us-east-1", "currency": "USD", "date": .string(date),
            "prices": .object(Dictionary(prices, uniquingKeysWith: { $1 })),
        ])
    }

    private let volumes = Volumes(
        accounts: 5, regions: 2, findings: 10, configChanges: 20, securityGroupChanges: 30, configurationItems: 40)

    @Test(
        "the numbers are those worked out by hand",
        arguments: [
            // 5 accounts in 2 Regions: 100 findings, 200 changes, 300 groups, 400 items; 300 events.
            (.crossAccountEvent, 300), (.queueRequest, 900 + 657_000), (.functionRequest, 600),
            (.functionSecond, 300 * 2 * 0.5 + 300 * 0.5 * 0.125), (.journalWrite, 300 * 140), (.journalRead, 3_000),
            (.journalStorage, 0.144), (.topicPublish, 300), (.topicMail, 600), (.alarm, 6), (.metric, 13),
            (.dashboard, 1), (.log, 0.0048), (.ruleEvaluation, 500), (.configurationItem, 400),
            (.automationStep, 400),
        ] as [(Part, Double)])
    func units(part: Part, number: Double) throws {
        let estimate = CostEstimate(volumes, try Self.list(), mails: 2)
        let line = try #require(estimate.lines.first { $0.part == part })
        #expect(abs(line.number - number) < 1e-9 && abs(line.cost - number) < 1e-9)
    }

    @Test("the total is the sum, and each account bears its share")
    func total() throws {
        let estimate = CostEstimate(volumes, try Self.list(), mails: 2)
        #expect(estimate.total == estimate.lines.reduce(0) { $0 + $1.number })
        #expect(estimate.perAccount == estimate.total / 5)
        #expect(Set(estimate.lines.map { $0.part }) == Set(Part.allCases))
    }

    @Test(
        "amounts are rounded to cents",
        arguments: [(0, "0.00"), (0.005, "0.01"), (12.344, "12.34"), (1_234.5, "1234.50"), (.nan, "0.00")])
    func money(value: Double, text: String) { #expect(Money.text(value, digits: 2) == text) }
}
