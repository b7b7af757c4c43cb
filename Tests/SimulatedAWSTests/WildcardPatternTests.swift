import Testing

@testable import SimulatedAWS

/// The wildcards of policies, against what they are said to be.
@Suite struct WildcardPatternTests {
    /// All texts of these characters up to four of them.
    private static func texts(_ characters: [Character]) -> [String] {
        var all = [""]
        var longest = [""]
        for _ in 1...4 {
            longest = longest.flatMap { text in characters.map { text + String($0) } }
            all += longest
        }
        return all
    }

    /// Step by step, without any set of places.
    private static func isLike(_ pattern: Substring, _ text: Substring, isWithin: Bool) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = pattern.dropFirst()
        if first == "*", isLike(rest, text, isWithin: isWithin) { return true }
        guard let next = text.first else { return false }
        switch first {
        case "*": return !(isWithin && next == ":") && isLike(pattern, text.dropFirst(), isWithin: isWithin)
        case "?": return isLike(rest, text.dropFirst(), isWithin: isWithin)
        default: return first == next && isLike(rest, text.dropFirst(), isWithin: isWithin)
        }
    }

    @Test("every short pattern matches what it should, and nothing else", arguments: [false, true])
    func matches(_ isWithin: Bool) {
        let texts = Self.texts(["a", "b", ":"])
        for spelled in Self.texts(["a", ":", "*", "?"]) {
            let pattern = WildcardPattern(spelled, isWithin: isWithin)
            let found = texts.filter { pattern.matches($0) }
            #expect(found == texts.filter { Self.isLike(spelled[...], $0[...], isWithin: isWithin) }, "\(spelled)")
        }
    }
}
