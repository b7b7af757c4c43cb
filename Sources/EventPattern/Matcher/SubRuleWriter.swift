/// Decides which clauses of each sub-rule it is found by, those that are seldom passed, and writes sub-rules and postings.
struct SubRuleWriter {
    let builder: MatcherBuilder

    /// Two tests that find a sub-rule.
    struct Pair {
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
}

extension MatcherTables.Content {
    /// Adds a list to the table of words, and answers where it begins.
    mutating func add(_ list: [UInt32]) -> Int {
        words += list
        return words.count - list.count
    }
}
