import JSON
import Testing

@testable import CostModel

@Suite struct PriceListTests {
    @Test("prices are old after a year")
    func old() throws {
        let list = try CostEstimateTests.list(date: "2025-01-01")
        #expect(!list.isOld(at: 1_735_689_600 + 365 * 86_400))
        #expect(list.isOld(at: 1_735_689_600 + 365 * 86_400 + 1))
    }

    @Test("a file without a part, a source or a date is refused")
    func mistakes() throws {
        #expect(throws: PriceList.Mistake.self) { try CostEstimateTests.list(date: "June") }
        #expect(throws: PriceList.Mistake.self) {
            try PriceList(["region": "r", "currency": "USD", "date": "2026-01-01", "prices": [:]])
        }
    }
}
