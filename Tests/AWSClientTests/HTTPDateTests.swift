import Testing

@testable import AWSClient

@Suite struct HTTPDateTests {
    @Test(
        "reads and writes the preferred form",
        arguments: [
            (1_795_590_000, "Wed, 25 Nov 2026 07:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        ] as [(Double, String)])
    func bothWays(_ seconds: Double, _ text: String) {
        #expect(HTTPDate.parse(text) == seconds)
        #expect(HTTPDate.format(seconds) == text)
    }

    @Test(
        "refuses anything else",
        arguments: [
            "", "Wed, 25 Nov 2026 07:00:00", "Wed, 25 Nov 2026 07:00:00 CET", "Wed, 32 Nov 2026 07:00:00 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Wed, 25 Nox 2026 07:00:00 GMT",
        ])
    func refuses(_ text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }
}
