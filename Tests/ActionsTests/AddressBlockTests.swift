import Testing

@testable import Actions

@Suite struct AddressBlockTests {
    @Test(
        "spells a block as EC2 does",
        arguments: [
            ("0.0.0.0/0", "0.0.0.0/0"), ("172.31.9.7/16", "172.31.0.0/16"),
            ("255.255.255.255/32", "255.255.255.255/32"),
            ("::/0", "::/0"), ("FE80::1/10", "fe80::/10"), ("2001:0DB8:0:0:1:0:0:1/128", "2001:db8::1:0:0:1/128"),
            ("1:2:3:4:5:6:7:8/128", "1:2:3:4:5:6:7:8/128"), ("0:0:1::/48", "0:0:1::/48"),
            ("::ffff:1.2.3.4/128", "::ffff:102:304/128"), ("1:0:2:3:4:5:6:7/128", "1:0:2:3:4:5:6:7/128"),
        ])
    func spells(_ text: String, _ expected: String) {
        #expect(AddressBlock(text)?.description == expected)
    }

    @Test(
        "refuses what is no block",
        arguments: [
            "", "/", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0/8", "10.0.0.256/8",
            "10.0.0.0.0/8",
            "+1.0.0.0/8", "10.0.0.0/8/8", "::/129", ":::/0", "1::2::3/64", "1:2:3:4:5:6:7/64", "1:2:3:4:5:6:7:8:9/64",
            "12345::/16", "g::/16", ":1::/16", "1::2:/16", "1:2:3:4:5:6:7:8::/64", "1.2.3.4::/64", "::1.2.3/128",
            "١.0.0.0/8",
            "0000.0.0.0/8", "::+1/128", "a /8",
        ])
    func refuses(_ text: String) {
        #expect(AddressBlock(text) == nil)
    }

    @Test("reads back what it spells, and holds its own ends", arguments: 0..<50)
    func readsBack(_ seed: UInt64) throws {
        var dice = Dice(seed: seed)
        for family in AddressBlock.Family.allCases {
            for _ in 0..<40 {
                // Words of zeros and ones make the runs that IPv6 leaves out.
                var address = UInt128(dice.next()) << 64 | UInt128(dice.next())
                if Bool.random(using: &dice) { address &= UInt128(dice.next()) << 64 | UInt128(0xFFFF_0000_0000_FFFF) }
                if family == .ipv4 { address &= UInt128(UInt32.max) }
                let length = Int.random(in: 0...family.bits, using: &dice)
                let block = try #require(AddressBlock(address, prefixLength: length, family))
                #expect(AddressBlock(block.description) == block)
                #expect(block.first <= address && address <= block.last)
                #expect(AddressBlock(block.last, prefixLength: length, family) == block)
                if length > 0 || family == .ipv4 {
                    #expect(block.last - block.first + 1 == AddressBlock.size(length, family))
                }
            }
        }
    }
}
