import Testing

@testable import Actions

@Suite struct PublicAddressesTests {
    private func count(_ texts: String...) -> UInt128 {
        let blocks = texts.compactMap { AddressBlock($0) }
        return AddressBlock.Family.allCases.reduce(0) { $0 + PublicAddresses.count(in: blocks, $1) }
    }

    @Test(
        "counts no address that the internet does not reach",
        arguments: [
            "10.0.0.0/8", "10.1.2.0/24", "172.16.0.0/12", "172.31.0.0/16", "192.168.0.0/16", "127.0.0.1/32",
            "169.254.0.0/16", "100.64.0.0/10", "fc00::/7", "fd12:3456::/32", "fe80::/10", "::1/128",
        ])
    func isPrivate(_ range: String) {
        #expect(count(range) == 0)
    }

    @Test("counts the rest of what surrounds private ranges")
    func surrounds() {
        #expect(count("10.0.0.0/7") == 1 << 24)
        #expect(count("172.16.0.0/11") == 1 << 20)
        #expect(count("255.255.255.255/32") == 1)
        #expect(count("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128") == 1)
        #expect(count("::/127") == 1)
        #expect(count("8000::/1") == (UInt128(1) << 127) - (1 << 121) - (1 << 118))
    }

    @Test("counts two halves as the whole, in both families")
    func halves() {
        #expect(count("0.0.0.0/1", "128.0.0.0/1") == count("0.0.0.0/0"))
        #expect(count("::/1", "8000::/1") == count("::/0"))
        #expect(count("::/0") > UInt128(1) << 127)
    }

    @Test("counts each address of a union once, as counting them one by one does", arguments: 0..<60)
    func union(_ seed: UInt64) throws {
        var dice = Dice(seed: seed)
        // Around the lower end of 10.0.0.0/8, so that some of it is private: 9.255.240.0 to 10.0.15.255.
        let start: UInt128 = 0x09FF_F000
        var blocks: [AddressBlock] = []
        for _ in 0..<Int.random(in: 1...8, using: &dice) {
            let address = start + UInt128(Int.random(in: 0..<0x2000, using: &dice))
            let length = Int.random(in: 20...32, using: &dice)
            blocks.append(try #require(AddressBlock(address, prefixLength: length, .ipv4)))
        }
        var expected: UInt128 = 0
        for address in start..<(start + 0x2000) where address < 0x0A00_0000 {
            if blocks.contains(where: { $0.first <= address && address <= $0.last }) { expected += 1 }
        }
        #expect(PublicAddresses.count(in: blocks, .ipv4) == expected)
        #expect(PublicAddresses.count(in: blocks.shuffled(using: &dice), .ipv4) == expected)
        #expect(PublicAddresses.count(in: blocks, .ipv6) == 0)
    }

    @Test("counts a block as it counts its halves, and never less for one block more", arguments: 0..<60)
    func splits(_ seed: UInt64) throws {
        var dice = Dice(seed: seed)
        for family in AddressBlock.Family.allCases {
            let most = family == .ipv4 ? UInt128(UInt32.max) : .max
            let address = (UInt128(dice.next()) << 64 | UInt128(dice.next())) & most
            let length = Int.random(in: 0..<family.bits, using: &dice)
            let whole = try #require(AddressBlock(address, prefixLength: length, family))
            let low = try #require(AddressBlock(whole.first, prefixLength: length + 1, family))
            let high = try #require(AddressBlock(whole.last, prefixLength: length + 1, family))
            let count = PublicAddresses.count(in: [whole], family)
            #expect(PublicAddresses.count(in: [low, high], family) == count)
            #expect(PublicAddresses.count(in: [high, whole, low], family) == count)
            #expect(PublicAddresses.count(in: [low], family) <= count)
        }
    }
}
