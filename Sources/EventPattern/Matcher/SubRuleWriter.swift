/// Decides which clause of each sub-rule triggers it, the one that is seldom passed, and writes sub-rules and postings.
struct SubRuleWriter {
    let builder: MatcherBuilder

    func write(to content: inout MatcherTables.Content) {
        let costs = costs()
        var postings: [(test: UInt32, posting: Posting)] = []
        var untriggered: [UInt32] = []
        for rule in builder.rules {
            let program = UInt32(content.words.count)
            let (rarest, second) = rarest(rule, costs)
            write(rule, trigger: rarest, to: &content)
            guard let trigger = rarest else {
                untriggered.append(program)
                continue
            }
            let guarding = second.map { builder.clauses[$0] }
            let posting = Posting(
                signature: guarding.map { builder.tests[$0.tests].reduce(0) { $0 | Program.bit($1) } } ?? ~0,
                field: guarding?.field ?? 0, program: program)
            let tests = builder.tests[builder.clauses[trigger].tests]
            for (index, test) in tests.enumerated() where !tests.prefix(index).contains(test) {
                postings.append((test, posting))
            }
        }
        let first = content.words.count
        content.words += untriggered
        content.places.untriggered = first..<content.words.count
        write(postings, to: &content)
    }

    /// The two clauses that are expected to be met most seldom, of those that absence does not meet.
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
        return (first?.clause, second?.clause)
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

    private func write(_ rule: MatcherBuilder.Rule, trigger: Int?, to content: inout MatcherTables.Content) {
        let left = rule.isShared ? nil : trigger
        let count = UInt32(rule.clauses.count - (left == nil ? 0 : 1))
        content.words.append(rule.rule)
        content.words.append(count << Program.clauseShift | (rule.isShared ? Program.isShared : 0))
        for number in rule.clauses where number != left {
            let clause = builder.clauses[number]
            content.words.append(clause.field)
            content.words.append(
                UInt32(clause.tests.count) << Program.testShift | (number == trigger ? Program.triggers : 0)
                    | (clause.allowsAbsence ? Program.allowsAbsence : 0))
            content.words += builder.tests[clause.tests]
        }
    }

    private func write(_ postings: [(test: UInt32, posting: Posting)], to content: inout MatcherTables.Content) {
        var ends = [UInt32](repeating: 0, count: builder.keys.count + 1)
        for (test, _) in postings { ends[Int(test) + 1] += 1 }
        for index in ends.indices.dropFirst() { ends[index] += ends[index - 1] }
        content.places.postings = content.words.count
        content.words += ends
        content.postings = [Posting](repeating: Posting(signature: 0, field: 0, program: 0), count: postings.count)
        for (test, posting) in postings {
            content.postings[Int(ends[Int(test)])] = posting
            ends[Int(test)] += 1
        }
    }
}
