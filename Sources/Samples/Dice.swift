/// Numbers that look random and are the same for the same seed on every machine: SplitMix64.
struct Dice {
    private var state: UInt64

    /// `salt` keeps samples of different kinds apart that have the same seed.
    init(seed: UInt64, salt: String) {
        state = seed
        for byte in salt.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number of the range, both ends included.
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(next() % width)
    }

    mutating func pick(_ texts: [String]) -> String { texts.isEmpty ? "" : texts[number(0...texts.count - 1)] }

    mutating func hex(_ count: Int) -> String { text(count, of: Array("0123456789abcdef")) }

    /// Letters and digits as AWS draws ids of identities and databases from.
    mutating func capitals(_ count: Int) -> String { text(count, of: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")) }

    /// A unique id of IAM, such as `AIDA…` for a user.
    mutating func identity(_ prefix: String) -> String { prefix + capitals(17) }

    /// An access key id: `AKIA…` of a user, `ASIA…` of a session.
    mutating func key(_ prefix: String) -> String { prefix + capitals(16) }

    mutating func uuid() -> String { "\(hex(8))-\(hex(4))-4\(hex(3))-a\(hex(3))-\(hex(12))" }

    private mutating func text(_ count: Int, of letters: [Character]) -> String {
        var text = ""
        for _ in 0..<count { text.append(letters[number(0...letters.count - 1)]) }
        return text
    }

    /// An address of the ranges that documents use, which belong to nobody.
    mutating func address() -> String {
        "\(pick(["192.0.2", "198.51.100", "203.0.113"])).\(number(1...254))"
    }

    mutating func privateAddress() -> String { "10.0.\(number(0...15)).\(number(4...250))" }
}
