import Testing

@testable import EventPattern

@Suite struct AddressTests {
    private func digits(_ text: String) -> String? {
        AddressDigits.parse(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("reads every spelling of an address")
    func reads() {
        #expect(digits("010.0.0.1") == "0A000001")
        #expect(digits("FE80::1") == "FE800000000000000000000000000001")
        #expect(digits("::ffff:a00:1") == "0A000001")
        #expect(digits("::") == String(repeating: "0", count: 32))
    }

    @Test(
        "refuses what is not an address",
        arguments: [
            "", "1.2.3", "1.2.3.256", "1.2.3.4.5", "a.b.c.d", ":::", "1::2::3", "1:2:3:4:5:6:7", "fe80::1%eth0", ":",
        ])
    func refuses(_ text: String) {
        #expect(digits(text) == nil)
    }

    @Test("decides a block at the first deciding digit, without looking at lengths")
    func decides() {
        let ten = AddressRange(digits: Array("0A090807".utf8), bits: 8)
        #expect(ten.contains(Array("0AFFFFFF".utf8)))
        #expect(!ten.contains(Array("0B000000".utf8)))
        let upperHalf = AddressRange(digits: Array("80000000".utf8), bits: 1)
        #expect(upperHalf.contains(Array("9".utf8)))
        #expect(!upperHalf.contains(Array("8".utf8)))
        #expect(!upperHalf.contains(Array("7".utf8)))
        let v4 = AddressRange(digits: Array("26000000".utf8), bits: 8)
        #expect(v4.contains(Array("26001F18000000000000000000000001".utf8)))
    }
}
