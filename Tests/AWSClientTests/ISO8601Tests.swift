import Testing

@testable import AWSClient

@Suite struct ISO8601Tests {
    @Test(
        "writes seconds as ISO 8601, and reads the same seconds back",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1_795_590_000, "2026-11-25T07:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"), (-62_167_219_200, "0000-01-01T00:00:00Z"),
            (1_795_590_000.25, "2026-11-25T07:00:00.25Z"), (1_795_590_000.000001, "2026-11-25T07:00:00.000001Z"),
            (-0.5, "1969-12-31T23:59:59.5Z"),
        ] as [(Double, String)])
    func bothWays(_ seconds: Double, _ text: String) throws {
        #expect(ISO8601.format(seconds) == text)
        let read = try #require(ISO8601.parse(text))
        #expect(abs(read - seconds) < 0.000_000_5)
    }

    @Test(
        "reads the other spellings of the same moment",
        arguments: [
            "2026-11-25T07:00:00", "2026-11-25T07:00:00.000Z", "2026-11-25t07:00:00z", "2026-11-25 07:00:00Z",
            "2026-11-25T08:00:00+01:00", "2026-11-25T01:30:00-0530",
        ])
    func spellings(_ text: String) {
        #expect(ISO8601.parse(text) == 1_795_590_000)
    }

    @Test(
        "refuses text that names no moment",
        arguments: [
            "", "2026", "2026-11-25", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-25T24:00:00Z",
            "2026-11-25T07:60:00Z", "2026-11-25T07:00:00.Z", "2026-11-25T07:00:00Zx", "2026-11-25T07:00:00+1",
            "2026-11-25T07:00:00+24:00", "２０２６-11-25T07:00:00Z", "-026-11-25T07:00:00Z",
        ])
    func refuses(_ text: String) {
        #expect(ISO8601.parse(text) == nil)
    }

    @Test(
        "bounds what has no four-digit year",
        arguments: [
            (Double.infinity, "9999-12-31T23:59:59Z"), (-Double.infinity, "0000-01-01T00:00:00Z"),
            (Double.nan, "1970-01-01T00:00:00Z"), (1e300, "9999-12-31T23:59:59Z"),
        ])
    func bounds(_ seconds: Double, _ text: String) {
        #expect(ISO8601.format(seconds) == text)
    }

    @Test("writes the basic form that signatures use, without fraction")
    func basic() {
        #expect(ISO8601.basic(1_795_590_000.999_999) == "20261125T070000Z")
    }
}
