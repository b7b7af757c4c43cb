/// From tests that were passed to the rules that match: looks at sub-rules two tests of which were passed, and at few others.
extension EventWalk {
    /// Everything is asked for some time before it is looked at, for memory that many rules fill is far away: first the buckets
    /// of tests that were passed, then what lies in these, and then the sub-rules found there.
    mutating func findRules() {
        for index in 0..<firedCount { askForBuckets(marks.fired[index]) }
        for index in 0..<firedCount { findPostings(marks.fired[index]) }
        pickFromBuckets()
        checkPicked()
        for at in tables.places.untriggered.indices { check(Int(tables.words[at])) }
    }

    /// Asks for the memory of the buckets under a test that will be looked into, where there are many.
    @inline(__always)
    private mutating func askForBuckets(_ test: UInt32) {
        let start = tables.postings(of: test)
        let mask = tables.words[start]
        if mask & Postings.isList != 0 || secondCount > Int(mask) { return }
        for index in 0..<secondCount { tables.ask(for: start &+ 1 &+ Postings.bucket(marks.seconds[index], mask)) }
    }

    /// Finds the buckets under a test in which a second test that was passed may lie, and asks for their memory.
    @inline(__always)
    private mutating func findPostings(_ test: UInt32) {
        let start = tables.postings(of: test)
        let mask = tables.words[start]
        if mask & Postings.isList != 0 {
            let count = Int(mask & ~(Postings.isList | Postings.isHalved))
            return pickFromList(start &+ 1, count, isHalved: mask & Postings.isHalved != 0)
        }
        let buckets = start &+ 1
        if secondCount > Int(mask) {
            // More tests than buckets: these are gone through once.
            let end = Int(tables.words[buckets &+ Int(mask) &+ 1])
            pick(Int(tables.words[buckets]), end) { walk, second in walk.marks.passed.contains(Int(second)) }
            return
        }
        for index in 0..<secondCount {
            let second = marks.seconds[index]
            let bucket = buckets &+ Postings.bucket(second, mask)
            let (first, end) = (tables.words[bucket], tables.words[bucket &+ 1])
            if first == end { continue }
            tables.ask(for: Int(first))
            if bucketCount == MatchMarks.group { pickFromBuckets() }
            marks.buckets[bucketCount] = MatchMarks.Bucket(start: first, end: end, second: second)
            bucketCount &+= 1
        }
    }

    /// Picks the sub-rules of a list whose second tests were passed.
    @inline(__always)
    private mutating func pickFromList(_ start: Int, _ count: Int, isHalved: Bool) {
        if count <= Postings.shortListLimit {
            for at in start..<start &+ count where marks.passed.contains(Int(tables.words[at])) {
                if pickedCount == MatchMarks.group { checkPicked() }
                pick(tables.words[at &+ count])
            }
            return
        }
        let places = marks.places
        let found = scan.intersection(tables.halfWords(start), count, marks.seconds, secondCount, places)
        if pickedCount &+ found > MatchMarks.group { checkPicked() }
        let subRules = start &+ Postings.halved(count)
        for index in 0..<found {
            let place = Int(places[index])
            pick(isHalved ? UInt32(tables.halfWords(subRules)[place]) : tables.words[subRules &+ place])
        }
    }

    private mutating func pickFromBuckets() {
        for index in 0..<bucketCount {
            let bucket = marks.buckets[index]
            pick(Int(bucket.start), Int(bucket.end)) { _, second in second == bucket.second }
        }
        bucketCount = 0
    }

    /// Picks those of some postings whose second test was passed, and asks for the memory of their sub-rules.
    @inline(__always)
    private mutating func pick(_ start: Int, _ end: Int, where isPassed: (inout Self, UInt32) -> Bool) {
        var at = start
        while at < end {
            if isPassed(&self, tables.words[at]) {
                if pickedCount == MatchMarks.group { checkPicked() }
                pick(tables.words[at &+ 1])
            }
            at &+= Postings.size
        }
    }

    /// Picks a sub-rule, for which there is room, and asks for its memory.
    @inline(__always)
    private mutating func pick(_ subRule: UInt32) {
        tables.ask(for: tables.places.subRules &+ Int(subRule) &* SubRules.size)
        marks.picked[pickedCount] = subRule
        pickedCount &+= 1
    }

    private mutating func checkPicked() {
        for index in 0..<pickedCount { check(Int(marks.picked[index])) }
        pickedCount = 0
    }

    @inline(__always)
    private mutating func check(_ subRule: Int) {
        let place = tables.places.subRules &+ subRule &* SubRules.size
        let rule = Int(tables.words[place])
        if marks.matched[rule] == event { return }
        if elements.pointee.isEmpty {
            guard holds(Int(tables.words[place &+ 1])) else { return }
        } else {
            let clauses = Int(tables.words[tables.places.sharedClauses &+ subRule])
            guard clauses == 0 ? holds(Int(tables.words[place &+ 1])) : holdsSharing(clauses) else { return }
        }
        found(rule)
    }

    /// Notes that a rule matches, which may be known.
    @inline(__always)
    mutating func found(_ rule: Int) {
        if marks.matched[rule] == event { return }
        marks.matched[rule] = event
        marks.found[foundCount] = rule
        foundCount &+= 1
    }

    /// Whether the condition at a place holds, as other sub-rules may have asked already; there is none at 0.
    @inline(__always)
    private mutating func holds(_ place: Int) -> Bool {
        if place == 0 { return true }
        let condition = Int(tables.words[place])
        if marks.conditions[condition].decided != event {
            marks.conditions[condition].decided = event
            if holds(place &+ 1, mayShare: false) { marks.conditions[condition].held = event }
        }
        return marks.conditions[condition].held == event
    }

    @inline(never)
    private mutating func holdsSharing(_ clauses: Int) -> Bool {
        guard holds(clauses, mayShare: true) else { return false }
        var search = SharedSearch(tables, marks, event: event, elements)
        return search.exists(clauses &+ 1, Int(tables.words[clauses]))
    }

    /// Whether clauses can hold, each by itself.
    private mutating func holds(_ clauses: Int, mayShare: Bool) -> Bool {
        var clause = clauses &+ 1
        for _ in 0..<tables.words[clauses] {
            guard holds(&clause, mayShare) else { return false }
        }
        return true
    }

    /// Whether a clause can hold, as far as lists are not looked at; moves on to the next clause.
    @inline(__always)
    private mutating func holds(_ clause: inout Int, _ mayShare: Bool) -> Bool {
        let head = tables.words[clause &+ 1]
        let count = Int(head &>> SubRules.testShift)
        let field = Int(tables.words[clause])
        let first = clause &+ 2
        clause = first &+ count
        for index in first..<clause where marks.passed.contains(Int(tables.words[index])) { return true }
        return head & SubRules.allowsAbsence != 0 && (mayShare || marks.fields[field].present != event)
    }
}
