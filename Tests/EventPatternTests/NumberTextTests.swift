import Testing

@testable import EventPattern

@Suite struct NumberTextTests {
    private func double(_ text: String) -> Double? {
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            PowersOfFive.all.powers.withUnsafeBufferPointer { powers in
                NumberText(EventText(bytes: bytes), 0, bytes.count).double(powers)
            }
        }
    }

    @Test(
        "reads the nearest double",
        arguments: [
            "0", "-0", "1", "-122.42916360922355", "37.807807921694092", "1e23", "8.41e21", "9007199254740993",
            "0.1e-6",
            "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308",
            "2.2250738585072014e-308", "1.7976931348623157e308", "1.7976931348623159e308", "1e400", "1e-400",
            "0.000000000000000000000000012345678", "100000000000000000000", "9223372036854775808", "1e22", "1e-22",
            "5e-324", "0.30000000000000004", "123456789012345678e-300", "72057594037927945", "7205759403792794.5e1",
        ])
    func nearest(_ text: String) throws {
        let wanted = try #require(Double(text))
        #expect(double(text) == wanted)
    }

    @Test("reads random doubles and random decimals")
    func random() throws {
        var random = SplitMix(seed: 7)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            if value.isFinite { #expect(double(value.description) == value, "\(value)") }
            let digits = random.next() >> (random.next() % 60 + 1)  // up to 19 digits
            let text = "\(digits)e\(Int(random.next() % 660) - 340)"
            #expect(double(text) == Double(text), "\(text)")
            let point = "\(digits % 1_000_000).\(random.next() >> (random.next() % 60))"
            // Of more than 19 digits those that are cut off may decide.
            if let read = double(point) { #expect(read == Double(point), "\(point)") }
        }
    }
}
