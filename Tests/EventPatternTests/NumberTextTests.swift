import ByteMasks
import Testing

@testable import EventPattern

@Suite struct NumberTextTests {
    /// What is read with every scanner, at the beginning of the bytes and far from it, behind what would be read as a part of it.
    private func double(_ text: String) -> Double? {
        let answers = ["", String(repeating: "7", count: 40), String(repeating: "-.", count: 20)].flatMap { before in
            byteScanners.map { scanner in read(before, text, { $0.double($1) }, with: scanner) }
        }
        #expect(Set(answers).count == 1, "\(text): \(answers)")
        return answers[0]
    }

    private func read<Answer>(
        _ before: String, _ text: String, _ body: (NumberText, UnsafeBufferPointer<PowersOfFive.Power>) -> Answer,
        with scanner: UnsafePointer<byte_scanner>
    ) -> Answer {
        Array((before + text).utf8).withUnsafeBufferPointer { bytes in
            PowersOfFive.all.powers.withUnsafeBufferPointer { powers in
                body(NumberText(EventText(bytes: bytes), before.utf8.count, bytes.count, scanner), powers)
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

    @Test("reads digits before and after a dot wherever it is")
    func dots() {
        let digits = "1234567890123456789"
        for count in 1...digits.count {
            let all = String(digits.prefix(count))
            for point in 1...count {
                let fraction = all.dropFirst(point)
                let text = all.prefix(point) + (fraction.isEmpty ? "" : ".") + fraction
                for sign in ["", "-"] {
                    for scanner in byteScanners {
                        let number = read(
                            String(repeating: "98", count: 20), sign + text, { number, _ in number }, with: scanner)
                        #expect(number.digits == UInt64(all), "\(text)")
                        #expect(number.count == count && number.exponent == point - count, "\(text)")
                        #expect(number.isNegative == (sign == "-") && number.isInteger == fraction.isEmpty, "\(text)")
                    }
                }
            }
        }
    }
}
