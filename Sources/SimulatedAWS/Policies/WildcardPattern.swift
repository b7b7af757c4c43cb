/// A text with wildcards as policies write them, ready to be matched.
struct WildcardPattern {
    private enum Part: Equatable {
        case literal(Unicode.Scalar)
        case one
        /// Any text; `isWithin` says that it ends at a colon.
        case any(isWithin: Bool)
    }

    private var parts: [Part]

    /// Characters of Unicode's private use, which stand for a `*` and a `?` that are no wildcards.
    static let quoted: [Unicode.Scalar: Unicode.Scalar] = ["*": "\u{E000}", "?": "\u{E001}"]
    private static let plain: [Unicode.Scalar: Unicode.Scalar] = ["\u{E000}": "*", "\u{E001}": "?"]

    init(_ pattern: some StringProtocol, isWithin: Bool = false) {
        parts = pattern.unicodeScalars.map { scalar in
            switch scalar {
            case "*": .any(isWithin: isWithin)
            case "?": .one
            default: .literal(Self.plain[scalar] ?? scalar)
            }
        }
    }

    /// As Resource elements match: only a `*` at the end of a part, or in the last part, reaches over a colon.
    init(resource pattern: String) {
        parts = []
        let sections = pattern.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        for (index, section) in sections.enumerated() {
            if index > 0 { parts.append(.literal(":")) }
            parts += WildcardPattern(section, isWithin: index < 5).parts
            if index < 5, section.hasSuffix("*") { parts[parts.count - 1] = .any(isWithin: false) }
        }
    }

    /// Whether a text has wildcards: one without is compared as it is.
    static func isWild(_ text: String) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    }

    func matches(_ text: some StringProtocol) -> Bool {
        // Most texts differ before the first wildcard already.
        var rest = text.unicodeScalars[...]
        var start = 0
        while start < parts.count, case .literal(let wanted) = parts[start] {
            guard rest.popFirst() == wanted else { return false }
            start += 1
        }
        // Which parts may come next, one character after the other.
        var active = [Bool](repeating: false, count: parts.count + 1)
        active[start] = true
        skip(&active)
        for scalar in rest {
            active[parts.count] = false
            // From the end, as a part that is reached must not be left with the same character.
            for index in (start..<parts.count).reversed() where active[index] {
                let isNext: Bool
                switch parts[index] {
                case .literal(let wanted): (active[index], isNext) = (false, wanted == scalar)
                case .one: (active[index], isNext) = (false, true)
                case .any(let isWithin): (active[index], isNext) = (!isWithin || scalar != ":", false)
                }
                if isNext { active[index + 1] = true }
            }
            skip(&active)
        }
        return active[parts.count]
    }

    /// What may match nothing may be passed.
    private func skip(_ active: inout [Bool]) {
        for (index, part) in parts.enumerated() where active[index] {
            if case .any = part { active[index + 1] = true }
        }
    }

    /// The text with its quoted wildcards as ordinary characters.
    static func plain(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { plain[$0] != nil }) else { return text }
        var made = ""
        for scalar in text.unicodeScalars { made.unicodeScalars.append(plain[scalar] ?? scalar) }
        return made
    }

    /// The six parts of an ARN, each compared by itself: a wildcard does not reach over a colon.
    static func arn(_ text: String, isLike pattern: String) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        let patterns = pattern.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, patterns.count == 6 else { return false }
        return zip(parts, patterns).allSatisfy { WildcardPattern($1).matches($0) }
    }
}
