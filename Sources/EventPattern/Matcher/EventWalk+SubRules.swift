import ByteMasks

/// From tests that were passed to the rules that match: looks at sub-rules two tests of which were passed, and at few others.
extension EventWalk {
    mutating func findRules() {
        for index in 0..<firedCount { askForBuckets(marks.fired[index]) }
        for index in 0..<firedCount { pick(marks.fired[index]) }
        checkPicked()
        for at in tables.untriggered { check(Int(tables.words[at])) }
    }

    /// Asks for the memory of the buckets under a test that will be looked into, where there are many.
    @inline(__always)
    private mutating func askForBuckets(_ test: UInt32) {
        let start = tables.postings(of: test)
        let mask = tables.words[start]
        if mask < 64 || secondCount > Int(mask) { return }
        for index in 0..<secondCount {
            let bucket = start &+ 1 &+ Postings.bucket(marks.seconds[index], mask)
            prefetch(tables.words, bucket &* MemoryLayout<UInt32>.stride)
        }
    }

    /// Picks the sub-rules under a test whose second test was passed too.
    private mutating func pick(_ test: UInt32) {
        let start = tables.postings(of: test)
        let mask = tables.words[start]
        let buckets = start &+ 1
        if secondCount > Int(mask) {
            // More tests than buckets: these are gone through once.
            let end = Int(tables.words[buckets &+ Int(mask) &+ 1])
            pick(Int(tables.words[buckets]), end) { walk, second in walk.marks.passed.contains(Int(second)) }
            return
        }
        for index in 0..<secondCount {
            let wanted = marks.seconds[index]
            let bucket = buckets &+ Postings.bucket(wanted, mask)
            pick(Int(tables.words[bucket]), Int(tables.words[bucket &+ 1])) { _, second in second == wanted }
        }
    }

    /// Picks those of some postings whose second test was passed, and asks for the memory of their sub-rules.
    @inline(__always)
    private mutating func pick(_ start: Int, _ end: Int, where isPassed: (inout Self, UInt32) -> Bool) {
        var at = start
        while at < end {
            if isPassed(&self, tables.words[at]) {
                if pickedCount == MatchMarks.group { checkPicked() }
                let program = tables.words[at &+ 1]
                prefetch(tables.words, Int(program) &* MemoryLayout<UInt32>.stride)
                marks.picked[pickedCount] = program
                pickedCount &+= 1
            }
            at &+= Postings.size
        }
    }

    private mutating func checkPicked() {
        for index in 0..<pickedCount { check(Int(marks.picked[index])) }
        pickedCount = 0
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
        for index in first..<clause where marks.passed.contains(Int(tables.words[index])) { return true }
        return head & Program.allowsAbsence != 0 && (mayShare || marks.fields[field].present != event)
    }
}
