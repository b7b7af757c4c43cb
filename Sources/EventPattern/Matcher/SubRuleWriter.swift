/// Decides which clause of each sub-rule triggers it, the one that is seldom passed, and writes sub-rules and postings.
struct SubRuleWriter {
    let builder: MatcherBuilder

    func write(to content: inout MatcherTables.Content) {
        let costs = costs()
        var postings: [(test: UInt32, posting: Posting)] = []
        var untriggered: [UInt32] = []
        for rule in builder.rules {
            let program = UInt32(content.words.count)
            let order = rule.clauses.filter { !builder.clauses[$0].allowsAbsence }.map { clause in
                (clause: clause, cost: builder.tests[builder.clauses[clause].tests].reduce(0) { $0 + costs[Int($1)] })
            }.sorted { $0.cost < $1.cost }.map(\.clause)
            write(rule, trigger: order.first, to: &content)
            guard let trigger = order.first else {
                untriggered.append(program)
                continue
            }
            let guarding = order.dropFirst().first.map { builder.clauses[$0] }
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

    /// How much work each test is expected to bring: how many sub-rules ask it, and how often values pass it.
    private func costs() -> [Double] {
        var uses = [Double](repeating: 0, count: builder.keys.count)
        for test in builder.tests { uses[Int(test)] += 1 }
        for (number, key) in builder.keys.enumerated() {
            switch key.value {
            case .exact, .address, .number, .equalsIgnoringCase: break
            case .prefix, .suffix, .prefixIgnoringCase, .suffixIgnoringCase, .wildcard, .cidr: uses[number] *= 4
            case .numeric: uses[number] *= 16
            case .exists, .anythingBut: uses[number] *= 256
            }
        }
        return uses
    }

    private func write(_ rule: MatcherBuilder.Rule, trigger: Int?, to content: inout MatcherTables.Content) {
        let count = UInt32(rule.clauses.count)
        content.words.append(rule.rule)
        content.words.append(count << Program.clauseShift | (rule.isShared ? Program.isShared : 0))
        for number in rule.clauses {
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
