import ByteMasks

/// From tests that were passed to the rules that match: looks at sub-rules whose trigger was passed, and at no others.
extension EventWalk {
    mutating func findRules() {
        for index in 0..<firedCount {
            let postings = tables.postings(of: marks.fired[index])
            var at = postings.lowerBound
            while at < postings.upperBound {
                let next = min(postings.upperBound, at &+ MatchMarks.group)
                check(at..<next)
                at = next
            }
        }
        for at in tables.untriggered { check(Int(tables.words[at])) }
    }

    /// Looks through a group of postings.
    ///
    /// First those are picked whose second clause may hold, without a branch for each; then the memory of all of these is
    /// asked for, so that it is waited for once; at last they are checked.
    private mutating func check(_ postings: Range<Int>) {
        var count = 0
        let (fields, candidates, event) = (marks.fields, marks.candidates, event)
        for at in postings {
            let posting = tables.postings[at]
            let field = fields[Int(posting.field)]
            candidates[count] = posting.program
            let isPresent: UInt64 = field.present == event ? ~0 : 0
            count &+= posting.signature & field.signature & isPresent == 0 ? 0 : 1
        }
        for index in 0..<count {
            let place = Int(candidates[index]) &* MemoryLayout<UInt32>.stride
            prefetch(tables.words, place)
            prefetch(tables.words, place &+ 64)
        }
        for index in 0..<count { check(Int(candidates[index])) }
    }

    @inline(__always)
    private mutating func check(_ program: Int) {
        let rule = Int(tables.words[program])
        if marks.matched[rule] == event { return }
        let head = tables.words[program &+ 1]
        let mayShare = head & Program.isShared != 0 && !elements.pointee.isEmpty
        var clause = program &+ 2
        for _ in 0..<(head &>> Program.clauseShift) {
            guard holds(&clause, mayShare) else { return }
        }
        if mayShare {
            var search = SharedSearch(tables, marks, event: event, elements)
            guard search.exists(program &+ 2, Int(head &>> Program.clauseShift)) else { return }
        }
        marks.matched[rule] = event
        marks.found[foundCount] = rule
        foundCount &+= 1
    }

    /// Whether a clause can hold, as far as lists are not looked at; moves on to the next clause.
    @inline(__always)
    private mutating func holds(_ clause: inout Int, _ mayShare: Bool) -> Bool {
        let head = tables.words[clause &+ 1]
        let count = Int(head &>> Program.testShift)
        let field = Int(tables.words[clause])
        let first = clause &+ 2
        clause = first &+ count
        if head & Program.triggers != 0 { return true }
        for index in first..<clause where marks.tests[Int(tables.words[index])].passed == event { return true }
        return head & Program.allowsAbsence != 0 && (mayShare || marks.fields[field].present != event)
    }
}
