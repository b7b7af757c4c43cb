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

    func matches(_ text: some StringProtocol) -> Bool {
        // The set of parts that may come next, one character after the other.
        var active = closure([0])
        for scalar in text.unicodeScalars {
            var next: Set<Int> = []
            for index in active where index < parts.count {
                switch parts[index] {
                case .literal(let wanted): if wanted == scalar { next.insert(index + 1) }
                case .one: next.insert(index + 1)
                case .any(let isWithin): if !isWithin || scalar != ":" { next.insert(index) }
                }
            }
            if next.isEmpty { return false }
            active = closure(next)
        }
        return active.contains(parts.count)
    }

    private func closure(_ indices: Set<Int>) -> Set<Int> {
        var all = indices
        for start in indices {
            var index = start
            while index < parts.count, case .any = parts[index] {
                index += 1
                all.insert(index)
            }
        }
        return all
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
