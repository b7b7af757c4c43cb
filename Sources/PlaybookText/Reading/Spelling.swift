/// Finds the word somebody meant.
enum Spelling {
    /// The known word nearest to `word`; nil when none is near.
    static func nearest(to word: String, in known: [String]) -> String? {
        let lowered = word.lowercased().replacingUnderscores
        if let same = known.first(where: { $0.lowercased() == lowered }) { return same }
        if let ending = known.sorted().first(where: { $0.hasSuffix("." + lowered) }) { return ending }
        guard word.count <= 80 else { return nil }
        let near = known.sorted().map { (word: $0, distance: distance(Array(lowered), Array($0.lowercased()))) }
        guard let best = near.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, min(word.count, best.word.count) / 3) ? best.word : nil
    }

    /// The only known word that differs by its case, its beginning, or a letter or two; nil when it is less clear.
    static func correction(of word: String, in known: [String]) -> String? {
        let lowered = word.lowercased().replacingUnderscores
        let same = known.filter { $0.lowercased() == lowered }
        if !same.isEmpty { return same.count == 1 ? same.first : nil }
        let endings = known.filter { $0.hasSuffix("." + lowered) }
        if endings.count == 1 { return endings.first }
        guard (3...100).contains(word.count) else { return nil }
        let letters = Array(lowered)
        let allowed = word.count < 6 ? 1 : 2
        let near = known.map { (word: $0, distance: distance(letters, Array($0.lowercased()))) }
            .filter { $0.distance <= allowed }
        guard let best = near.map(\.distance).min() else { return nil }
        let nearest = near.filter { $0.distance == best }
        return nearest.count == 1 ? nearest.first?.word : nil
    }

    /// ` Did you mean "x"?`, or what there is.
    static func advice(_ word: String, known: [String]) -> String {
        if let near = nearest(to: word, in: known) { return "Did you mean \"\(near)\"?" }
        return known.isEmpty ? "There is none." : "Known are: \(known.sorted().joined(separator: ", "))."
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
    static func distance(_ first: [Character], _ second: [Character]) -> Int {
        var beforePrevious = [Int](repeating: 0, count: second.count + 1)
        var previous = Array(0...second.count)
        for i in first.indices {
            var row = [i + 1] + [Int](repeating: 0, count: second.count)
            for j in second.indices {
                let replaced = previous[j] + (first[i] == second[j] ? 0 : 1)
                row[j + 1] = min(row[j] + 1, previous[j + 1] + 1, replaced)
                if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                    row[j + 1] = min(row[j + 1], beforePrevious[j - 1] + 1)
                }
            }
            (beforePrevious, previous) = (previous, row)
        }
        return previous[second.count]
    }
}

extension String {
    fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? "-" : $0 }) }
}
