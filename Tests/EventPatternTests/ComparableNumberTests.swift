import Testing

@testable import EventPattern

@Suite struct ComparableNumberTests {
    @Test(
        "compares by value whatever the spelling",
        arguments: [
            ("300", "3.0E+2"), ("0", "-0.0e5"), ("0.1", "0.10000"), ("4.9e-324", "4.9E-324"), ("1e308", "10e307"),
        ])
    func equal(_ pair: (String, String)) {
        let first = ComparableNumber(Array(pair.0.utf8))
        #expect(first != nil)
        #expect(first == ComparableNumber(Array(pair.1.utf8)))
    }

    @Test(
        "refuses what a double cannot hold",
        arguments: ["1e400", "1e-400", "9007199254740993", "0.10000000000000001", "5e-324", "1e99999999999999999999"])
    func refuses(_ text: String) {
        #expect(ComparableNumber(Array(text.utf8)) == nil)
    }
}
