/// Writes where sub-rules are found, as `Postings` says.
extension SubRuleWriter {
    /// Sorts pairs by their first tests, and writes them.
    func write(_ pairs: [Pair], to content: inout MatcherTables.Content) {
        var places = [UInt32](repeating: 0, count: builder.keys.count)
        var ends = [Int](repeating: 0, count: builder.keys.count + 1)
        for pair in pairs { ends[Int(pair.first) + 1] += 1 }
        for index in ends.indices.dropFirst() { ends[index] += ends[index - 1] }
        var sorted = [Pair](repeating: Pair(), count: pairs.count)
        for pair in pairs {
            sorted[ends[Int(pair.first)]] = pair
            ends[Int(pair.first)] += 1
            if pair.second != 0 { places[Int(pair.second)] = Postings.isSecond }
        }
        var start = 0
        for test in places.indices where ends[test] > start {
            if let rule = rule(sorted[start..<ends[test]], content) {
                places[test] |= Postings.isRule | rule
            } else {
                places[test] |= UInt32(content.words.count)
                write(sorted[start..<ends[test]], to: &content.words)
            }
            start = ends[test]
        }
        content.places.postings = content.add(places)
    }

    /// The rule that postings are for, where that is one and asks nothing else.
    private func rule(_ pairs: ArraySlice<Pair>, _ content: MatcherTables.Content) -> UInt32? {
        guard pairs.count == 1, let pair = pairs.first, pair.second == 0 else { return nil }
        let place = content.places.subRules + Int(pair.subRule) * SubRules.size
        return content.words[place + 1] == 0 ? content.words[place] : nil
    }

    /// Numbers in half a word each.
    private static func halves(_ numbers: [UInt32]) -> [UInt32] {
        var halves = numbers.map { UInt16($0) }
        if halves.count % 2 == 1 { halves.append(0) }
        return halves.withUnsafeBytes { bytes in
            (0..<halves.count / 2).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self) }
        }
    }

    /// Writes the postings of one test.
    private func write(_ pairs: ArraySlice<Pair>, to words: inout [UInt32]) {
        if pairs.count <= Postings.shortListLimit {
            words.append(Postings.isList | UInt32(pairs.count))
            words += pairs.map(\.second) + pairs.map(\.subRule)
            return
        }
        if pairs.count <= Postings.listLimit, builder.keys.count <= 1 << 16 {
            let isHalved = builder.rules.count <= 1 << 16
            words.append(Postings.isList | (isHalved ? Postings.isHalved : 0) | UInt32(pairs.count))
            words += Self.halves(pairs.map(\.second))
            words += isHalved ? Self.halves(pairs.map(\.subRule)) : pairs.map(\.subRule)
            return
        }
        let buckets = (pairs.count / 4).roundedUpToPowerOfTwo
        let mask = UInt32(buckets - 1)
        var ends = [Int](repeating: 0, count: buckets + 1)
        for pair in pairs { ends[Postings.bucket(pair.second, mask) + 1] += Postings.size }
        ends[0] = words.count + 1 + buckets + 1
        for index in ends.indices.dropFirst() { ends[index] += ends[index - 1] }
        words.append(mask)
        words += ends.map { UInt32($0) }
        words += repeatElement(0, count: Postings.size * pairs.count)
        for pair in pairs {
            let bucket = Postings.bucket(pair.second, mask)
            words[ends[bucket]] = pair.second
            words[ends[bucket] + 1] = pair.subRule
            ends[bucket] += Postings.size
        }
    }
}
