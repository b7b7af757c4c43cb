import Testing

@testable import Samples

struct DiceTests {
    @Test("the numbers are those of SplitMix64, for all time")
    func numbers() {
        var dice = Dice(seed: 0, salt: "")
        // The reference implementation's first numbers for the seed 0.
        #expect(dice.next() == 0xE220_A839_7B1D_CDAF)
        #expect(dice.next() == 0x6E78_9E6A_A1B9_65F4)
    }

    @Test("stays in the range, and reaches both ends")
    func range() {
        var dice = Dice(seed: 1, salt: "range")
        let drawn = Set((0..<200).map { _ in dice.number(3...5) })
        #expect(drawn == [3, 4, 5])
    }

    @Test("ids have the shape that AWS gives them")
    func shapes() {
        var dice = Dice(seed: 1, salt: "shapes")
        #expect(dice.hex(17).count == 17)
        #expect(dice.key("AKIA").count == 20)
        #expect(dice.identity("AROA").count == 21)
        #expect(dice.uuid().count == 36)
    }
}
