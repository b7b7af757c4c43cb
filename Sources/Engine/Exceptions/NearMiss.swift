/// Tag keys that somebody may have meant as the exception tag.
package enum NearMiss {
    /// The keys that differ from the tag by case, spaces and punctuation, or by one or two letters, sorted.
    package static func keys(in keys: some Sequence<String>, of tag: String) -> [String] {
        keys.filter { isMiss($0, of: tag) }.sorted()
    }

    private static func isMiss(_ key: String, of tag: String) -> Bool {
        // By bytes: to Swift, two spellings of one accented letter are equal, and to AWS they are two keys.
        guard !key.utf8.elementsEqual(tag.utf8), key.unicodeScalars.count <= 128 else { return false }
        let (key, tag) = (letters(key), letters(tag))
        if key == tag { return true }
        // Of a short key two letters are half: what is allowed grows with the length.
        let allowed = min(2, tag.count / 4)
        return allowed > 0 && distance(key, tag, atMost: allowed) <= allowed
    }

    /// Letters and digits in lower case.
    private static func letters(_ text: String) -> [Unicode.Scalar] {
        text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    }

    /// How many letters to put in, take out, replace or swap with their neighbour (optimal string alignment).
    private static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar], atMost limit: Int) -> Int {
        guard abs(one.count - other.count) <= limit else { return limit + 1 }
        var before: [Int] = []
        var last = Array(0...other.count)
        for (row, letter) in one.enumerated() {
            var next = [row + 1]
            for (column, wanted) in other.enumerated() {
                var best = min(last[column] + (letter == wanted ? 0 : 1), last[column + 1] + 1, next[column] + 1)
                if row > 0, column > 0, letter == other[column - 1], one[row - 1] == wanted {
                    best = min(best, before[column - 1] + 1)
                }
                next.append(best)
            }
            (before, last) = (last, next)
        }
        return last[other.count]
    }
}
