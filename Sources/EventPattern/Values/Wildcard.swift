/// A string with `*` for any run of bytes, matched against the whole text.
struct Wildcard: Hashable, Sendable {
    struct Mistake: Error, Hashable {
        let reason: String
    }

    /// The literal runs between the stars; the first and last are anchored.
    let parts: [[UInt8]]
    /// As the pattern spells it.
    let text: [UInt8]

    /// Reads `*`, `\*` and `\\`; every other escape and two stars in a row are mistakes.
    init(_ text: [UInt8]) throws(Mistake) {
        var parts: [[UInt8]] = [[]]
        var index = 0
        var afterStar = false
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "*") {
                // Positions count the opening quote, as the service counts them.
                if afterStar { throw Mistake(reason: "Consecutive wildcard characters at pos \(index)") }
                parts.append([])
                afterStar = true
                index += 1
                continue
            }
            afterStar = false
            if byte == UInt8(ascii: "\\") {
                let next = index + 1 < text.count ? text[index + 1] : 0
                guard next == UInt8(ascii: "*") || next == UInt8(ascii: "\\") else {
                    throw Mistake(reason: "Invalid escape character at pos \(index + 1)")
                }
                index += 1
            }
            parts[parts.count - 1].append(text[index])
            index += 1
        }
        self.parts = parts
        self.text = text
    }

    /// Greedy from the left is exact: a leftmost match of a run never excludes a later one.
    func matches(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = parts.first, let last = parts.last else { return false }
        if parts.count == 1 { return text.elementsEqual(first) }
        guard text.starts(with: first), text.count >= first.count + last.count,
            text.suffix(last.count).elementsEqual(last)
        else { return false }
        var rest = text.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.indices.first(where: { rest[$0...].starts(with: part) }) else { return false }
            rest = rest[(found + part.count)...]
        }
        return true
    }
}
