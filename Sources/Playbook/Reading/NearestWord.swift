/// Finds what was probably meant.
enum NearestWord {
    /// The known word that is nearest to `text`; nil when none is near.
    static func of(_ text: String, in known: [String]) -> String? {
        let near = known.map { ($0, distance(Array(text.utf8), Array($0.utf8))) }.min { $0.1 < $1.1 }
        guard let (word, distance) = near, distance <= max(2, word.utf8.count / 3) else { return nil }
        return word
    }

    /// " Did you mean …?", or a list of what there is.
    static func advice(_ text: String, _ known: [String]) -> String {
        if let word = of(text, in: known) { return "Did you mean \"\(word)\"?" }
        return "Known: \(known.sorted().joined(separator: ", "))."
    }

    /// Levenshtein's distance.
    static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var row = Array(0...second.count)
        for (index, byte) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in second.enumerated() {
                let substituted = diagonal + (byte == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[second.count]
    }
}
