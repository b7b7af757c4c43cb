/// Decides which clauses of each sub-rule it is found by, those that are seldom passed, and writes sub-rules and postings.
struct SubRuleWriter {
    let builder: MatcherBuilder

    private struct Pair {
        var first: UInt32 = 0
        var second: UInt32 = 0
        var subRule: UInt32 = 0
    }

    /// Conditions of sub-rules, each once.
    private struct Conditions {
        private(set) var count: UInt32 = 0
        private var places: [[UInt32]: UInt32] = [:]

        /// Where the condition lies that is some clauses.
        mutating func place(_ clauses: [UInt32], in words: inout [UInt32]) -> UInt32 {
            if let known = places[clauses] { return known }
            let place = UInt32(words.count)
            places[clauses] = place
            words.append(count)
            words += clauses
            count += 1
            return place
        }
    }

    func write(to content: inout MatcherTables.Content) {
        let costs = costs()
        var conditions = Conditions()
        var pairs: [Pair] = []
        var untriggered: [UInt32] = []
        var subRules: [UInt32] = []
        var sharedClauses: [UInt32] = []
        for (number, rule) in builder.rules.enumerated() {
            let (first, second) = rarest(rule, costs)
            let left = rule.clauses.filter { $0 != first && $0 != second }
            subRules.append(rule.rule)
            subRules.append(left.isEmpty ? 0 : conditions.place(words(left), in: &content.words))
            sharedClauses.append(rule.isShared ? UInt32(content.words.count) : 0)
            if rule.isShared { content.words += words(rule.clauses) }
            guard let first else {
                untriggered.append(UInt32(number))
                continue
            }
            let seconds = second.map { distinctTests($0) } ?? [0]
            for test in distinctTests(first) {
                for second in seconds { pairs.append(Pair(first: test, second: second, subRule: UInt32(number))) }
            }
        }
        content.conditions = Int(conditions.count)
        content.places.subRules = content.add(subRules)
        content.places.sharedClauses = content.add(sharedClauses)
        let first = content.add(untriggered)
        content.places.untriggered = Field.Run(start: UInt32(first), end: UInt32(content.words.count))
        write(pairs, to: &content)
    }

    /// Clauses as they lie in the table of words.
    private func words(_ clauses: some Collection<Int>) -> [UInt32] {
        var words = [UInt32(clauses.count)]
        for number in clauses {
            let clause = builder.clauses[number]
            words.append(clause.field)
            words.append(
                UInt32(clause.tests.count) << SubRules.testShift | (clause.allowsAbsence ? SubRules.allowsAbsence : 0))
            words += builder.tests[clause.tests]
        }
        return words
    }

    private func distinctTests(_ clause: Int) -> [UInt32] {
        let tests = builder.tests[builder.clauses[clause].tests]
        if tests.count > Postings.secondLimit {
            var known: Set<UInt32> = []
            return tests.filter { known.insert($0).inserted }
        }
        // So few are compared sooner than hashed.
        var distinct: [UInt32] = []
        distinct.reserveCapacity(tests.count)
        for test in tests where !distinct.contains(test) { distinct.append(test) }
        return distinct
    }

    /// The two clauses that are expected to be met most seldom, of those that absence does not meet.
    ///
    /// There is no second one where it has too many tests.
    private func rarest(_ rule: MatcherBuilder.Rule, _ costs: [Double]) -> (first: Int?, second: Int?) {
        var first: (clause: Int, cost: Double)?
        var second: (clause: Int, cost: Double)?
        for clause in rule.clauses where !builder.clauses[clause].allowsAbsence {
            let cost = builder.tests[builder.clauses[clause].tests].reduce(0) { $0 + costs[Int($1)] }
            if first.map({ cost < $0.cost }) ?? true {
                (first, second) = ((clause, cost), first)
            } else if second.map({ cost < $0.cost }) ?? true {
                second = (clause, cost)
            }
        }
        return (
            first?.clause,
            second.flatMap { builder.clauses[$0.clause].tests.count <= Postings.secondLimit ? $0.clause : nil }
        )
    }

    /// How often each test is expected to be passed: once in as many values as its field is asked for, or oftener.
    private func costs() -> [Double] {
        var counts = [Double](repeating: 1, count: builder.paths.fieldCount)
        for key in builder.keys.dropFirst() { counts[Int(key.field)] += 1 }
        return builder.keys.map { key in
            switch key.value {
            case .string, .word, .address, .number, .equalsIgnoringCase: 1 / counts[Int(key.field)]
            case .prefix, .suffix, .prefixIgnoringCase, .suffixIgnoringCase, .wildcard, .cidr:
                4 / counts[Int(key.field)]
            case .numeric: 0.5
            case .exists, .anythingBut: 1
            }
        }
    }

    /// Sorts pairs by their first tests, and writes them.
    private func write(_ pairs: [Pair], to content: inout MatcherTables.Content) {
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
            places[test] |= UInt32(content.words.count)
            write(sorted[start..<ends[test]], to: &content.words)
            start = ends[test]
        }
        content.places.postings = content.add(places)
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

extension MatcherTables.Content {
    /// Adds a list to the table of words, and answers where it begins.
    fileprivate mutating func add(_ list: [UInt32]) -> Int {
        words += list
        return words.count - list.count
    }
}
