/// A short text as two words and its length: equal texts of up to 16 bytes have equal fingerprints and no others do.
///
/// Longer texts have their inside in the hash only; who finds one compares it whole.
struct Fingerprint {
    let head: UInt64
    let tail: UInt64

    /// Texts up to this length need no comparison beyond the fingerprint.
    static let wholeLength = 16

    private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

    @inline(__always)
    init(_ text: EventText, _ start: Int, _ length: Int) {
        if length <= 8 {
            head = text.word(start) & (length == 0 ? 0 : ~0 &>> UInt64(64 &- 8 &* length))
            tail = 0
        } else {
            head = text.wholeWord(start)
            tail = text.wholeWord(start &+ length &- 8)
        }
    }

    /// Spreads texts over the buckets of a table; a seed tells apart those that are the same but mean something else.
    @inline(__always)
    func hash(_ text: EventText, _ start: Int, _ length: Int, seed: UInt64) -> UInt32 {
        if length <= 8 { return Self.mixed(head ^ UInt64(truncatingIfNeeded: length) &<< 56 ^ seed) }
        var inside = head ^ UInt64(truncatingIfNeeded: length) ^ seed
        var position = start &+ 8
        while position < start &+ length &- 8 {
            inside = (inside &* Self.multiplier) ^ inside >> 29 ^ text.wholeWord(position)
            position &+= 8
        }
        return Self.mixed(inside &* Self.multiplier ^ tail)
    }

    @inline(__always)
    private static func mixed(_ word: UInt64) -> UInt32 {
        let product = word &* multiplier
        return UInt32(truncatingIfNeeded: (product ^ product >> 29) >> 32)
    }
}
