/// From tests that were passed to the rules that match: looks at sub-rules whose trigger was passed, and at no others.
struct SubRuleCheck {
    let tables: MatcherTables.View
    let marks: MatchMarks
    let event: UInt32
    let elements: UnsafeMutablePointer<SharedElements>
    /// How many rules have matched.
    private(set) var foundCount = 0

    init(_ tables: MatcherTables.View, _ scratch: MatchScratch) {
        self.tables = tables
        (marks, event, elements) = (scratch.marks, scratch.event, scratch.elements)
    }

    mutating func run(fired count: Int) {
        for index in 0..<count {
            let place = tables.postingStarts &+ Int(marks.fired[index])
            var at = Int(tables.words[place])
            let end = Int(tables.words[place &+ 1])
            while at < end {
                let next = min(end, at &+ MatchMarks.group)
                check(at..<next)
                at = next
            }
        }
        for at in tables.untriggered { check(Int(tables.words[at])) }
    }

    /// Looks through a group of postings.
    ///
    /// First those are picked whose second clause may hold, without a branch for each; then the memory of all of these is
    /// touched, so that it is waited for once; at last they are checked.
    private mutating func check(_ postings: Range<Int>) {
        var count = 0
        for at in postings {
            let posting = tables.postings[at]
            let field = Int(posting.field)
            marks.candidates[count] = posting.program
            let isPresent: UInt64 = marks.present[field] == event ? ~0 : 0
            count &+= posting.signature & marks.signatures[field] & isPresent == 0 ? 0 : 1
        }
        var touched: UInt32 = 0
        for index in 0..<count {
            let program = Int(marks.candidates[index])
            touched |= tables.words[program] | tables.words[min(program &+ 16, tables.words.count &- 1)]
        }
        marks.candidates[MatchMarks.group] = touched
        for index in 0..<count { check(Int(marks.candidates[index])) }
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
        marks.found[foundCount] = UInt32(truncatingIfNeeded: rule)
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
        for index in first..<clause where marks.passed[Int(tables.words[index])] == event { return true }
        return head & Program.allowsAbsence != 0 && (mayShare || marks.present[field] != event)
    }
}
