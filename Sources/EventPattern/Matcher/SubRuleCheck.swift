/// From tests that were passed to the rules that match: looks at sub-rules whose trigger was passed, and at no others.
struct SubRuleCheck {
    let tables: MatcherTables.View
    let marks: MatchMarks
    let scratch: MatchScratch

    func run() {
        for index in 0..<marks.firedCount {
            let place = tables.places.postings &+ Int(marks.fired[index])
            for at in Int(tables.words[place])..<Int(tables.words[place &+ 1]) {
                let posting = tables.postings[at]
                let field = Int(posting.field)
                if posting.signature & marks.signatures[field] != 0, marks.present[field] == marks.event {
                    check(Int(posting.program))
                }
            }
        }
        for at in tables.places.untriggered { check(Int(tables.words[at])) }
    }

    @inline(__always)
    private func check(_ program: Int) {
        let rule = Int(tables.words[program])
        if marks.matched[rule] == marks.event { return }
        let head = tables.words[program &+ 1]
        let mayShare = head & Program.isShared != 0 && !scratch.elements.isEmpty
        var clause = program &+ 2
        for _ in 0..<(head &>> Program.clauseShift) {
            guard holds(&clause, mayShare) else { return }
        }
        if mayShare {
            var search = SharedSearch(tables: tables, marks: marks, elements: scratch.elements)
            guard search.exists(program &+ 2, Int(head &>> Program.clauseShift)) else { return }
        }
        marks.matched[rule] = marks.event
        scratch.matches.append(rule)
    }

    /// Whether a clause can hold, as far as lists are not looked at; moves on to the next clause.
    @inline(__always)
    private func holds(_ clause: inout Int, _ mayShare: Bool) -> Bool {
        let head = tables.words[clause &+ 1]
        let count = Int(head &>> Program.testShift)
        let field = Int(tables.words[clause])
        let first = clause &+ 2
        clause = first &+ count
        if head & Program.triggers != 0 { return true }
        for index in first..<clause where marks.passed[Int(tables.words[index])] == marks.event { return true }
        return head & Program.allowsAbsence != 0 && (mayShare || marks.present[field] != marks.event)
    }
}
