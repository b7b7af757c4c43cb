/// Searches one value for each clause of a sub-rule, such that no list is asked for two of its elements.
///
/// What failed once is remembered by the lists that still matter, so that lists beside each other cost their sum.
struct SharedSearch {
    let tables: MatcherTables.View
    let marks: MatchMarks
    let event: UInt32
    let memory: UnsafeMutablePointer<SharedElements>
    private var steps = 0
    private var failed: Set<[UInt32]> = []

    init(
        _ tables: MatcherTables.View, _ marks: MatchMarks, event: UInt32, _ memory: UnsafeMutablePointer<SharedElements>
    ) {
        (self.tables, self.marks, self.event, self.memory) = (tables, marks, event, memory)
    }

    /// Searches for `count` clauses from `clause` on.
    mutating func exists(_ clause: Int, _ count: Int) -> Bool {
        if count == 0 { return true }
        // Most searches end at once; only long ones are worth a memory.
        steps += 1
        let state = steps > 1_000 ? state(clause, count) : []
        if failed.contains(state) { return false }
        let head = tables.words[clause + 1]
        let field = tables.words[clause]
        let tests = clause + 2..<clause + 2 + Int(head >> SubRules.testShift)
        if head & SubRules.allowsAbsence != 0, isAbsent(field), exists(tests.upperBound, count - 1) { return true }
        if tests.contains(where: { marks.tests[Int(tables.words[$0])].passedFreely == event }),
            exists(tests.upperBound, count - 1)
        {
            return true
        }
        for pass in memory.pointee.passes where isAmong(pass.test, tests) && agrees(pass.value) {
            let added = memory.pointee.pin(pass.value)
            let found = exists(tests.upperBound, count - 1)
            memory.pointee.unpin(added)
            if found { return true }
        }
        if !state.isEmpty { failed.insert(state) }
        return false
    }

    private mutating func isAmong(_ test: UInt32, _ tests: Range<Int>) -> Bool {
        tests.contains { tables.words[$0] == test }
    }

    /// Whether no value of the field lies where the other fields' values may lie too.
    private mutating func isAbsent(_ field: UInt32) -> Bool {
        let elements = memory.pointee
        return marks.fields[Int(field)].presentFreely != event
            && !elements.values.indices.contains { elements.values[$0].field == field && agrees($0) }
    }

    private mutating func agrees(_ value: Int) -> Bool {
        let elements = memory.pointee
        return elements.elements[elements.values[value].elements].allSatisfy { element in
            elements.pinned.allSatisfy { $0.list != element.list || $0.index == element.index }
        }
    }

    /// The clause, and the pinned elements of the lists that it or a later one lies in.
    private mutating func state(_ clause: Int, _ count: Int) -> [UInt32] {
        let elements = memory.pointee
        var fields: Set<UInt32> = []
        var place = clause
        for _ in 0..<count {
            fields.insert(tables.words[place])
            place += 2 + Int(tables.words[place + 1] >> SubRules.testShift)
        }
        let lists = Set(
            elements.values.lazy.filter { fields.contains($0.field) }
                .flatMap { elements.elements[$0.elements].map(\.list) })
        var state: [UInt32] = [UInt32(clause)]
        var pins: [UInt32: UInt32] = [:]
        for pin in elements.pinned where lists.contains(pin.list) { pins[pin.list] = pin.index }
        for (list, index) in pins.sorted(by: { $0.key < $1.key }) { state += [list, index] }
        return state
    }
}
