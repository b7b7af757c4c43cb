/// From one value of an event to the tests that it passes.
extension EventWalk {
    /// Reads the value of a field; `end` is where a string's closing quote is, or where any other scalar has ended.
    @inline(__always)
    mutating func read(_ number: Int, _ first: UInt8, _ start: Int, _ end: Int) {
        begin(number)
        let field = tables.field(number)
        if field.pointee.exists != 0 { pass(field.pointee.exists) }
        var passed = 0
        switch first {
        case UInt8(ascii: "\""):
            if end > escapesFrom, text.contains(UInt8(ascii: "\\"), start &+ 1, end) {
                decoded(field, start &+ 1, end, &passed)
            } else {
                string(field, text, start &+ 1, end &- start &- 1, &passed)
            }
        case UInt8(ascii: "t"): note(field.pointee.isTrue, &passed)
        case UInt8(ascii: "f"): note(field.pointee.isFalse, &passed)
        case UInt8(ascii: "n"): note(field.pointee.isNull, &passed)
        default: self.number(field, start, end, &passed)
        }
        if !field.pointee.exclusions.isEmpty { exclude(field, passed) }
    }

    @inline(__always)
    private mutating func begin(_ number: Int) {
        marks.fields[number].present = event
        if sharedDepth == 0 { marks.fields[number].presentFreely = event } else { elements.pointee.add(UInt32(number)) }
    }

    /// Marks a test as passed, and keeps it for the tests that exclude it.
    @inline(__always)
    mutating func note(_ test: UInt32, _ passed: inout Int) {
        if test == 0 { return }
        marks.ofValue[passed] = test
        passed &+= 1
        pass(test)
    }

    @inline(__always)
    private mutating func pass(_ test: UInt32) {
        if sharedDepth == 0 { marks.tests[Int(test)].passedFreely = event } else { elements.pointee.pass(test) }
        if marks.passed.contains(Int(test)) { return }
        marks.passed.insert(Int(test))
        marks.passedTests[passedCount] = test
        passedCount &+= 1
        let word = tables.words[tables.places.postings &+ Int(test)]
        if word & Postings.isSecond != 0 {
            marks.seconds[secondCount] = test
            secondCount &+= 1
        }
        let place = Int(word & ~Postings.marks)
        if word & Postings.isRule != 0 { return found(place) }
        if place == 0 { return }
        marks.fired[firedCount] = test
        firedCount &+= 1
        // They will be looked through when the walk has ended; until then their memory may arrive. Of a list these are the second
        // tests of some hundred.
        tables.ask(for: place)
        tables.ask(for: place &+ 16)
        tables.ask(for: place &+ 32)
        tables.ask(for: place &+ 48)
    }

    /// Passes the tests that exclude none of those that the value has passed.
    @inline(__always)
    private mutating func exclude(_ field: UnsafePointer<Field>, _ passed: Int) {
        values &+= 1
        for index in 0..<passed {
            let place = tables.places.excluded &+ Int(marks.ofValue[index])
            for at in Int(tables.words[place])..<Int(tables.words[place &+ 1]) {
                marks.tests[Int(tables.words[at])].failed = values
            }
        }
        for at in field.pointee.exclusions.indices {
            let test = tables.words[at]
            if marks.tests[Int(test)].failed != values { pass(test) }
        }
    }

    @inline(never)
    private mutating func decoded(
        _ field: UnsafePointer<Field>, _ start: Int, _ end: Int, _ passed: inout Int
    ) {
        let length = text.decode(start, end, into: decoded)
        let text = EventText(bytes: UnsafeBufferPointer(rebasing: decoded[..<length]))
        string(field, text, 0, length, &passed)
    }

    @inline(__always)
    private mutating func string(
        _ field: UnsafePointer<Field>, _ text: EventText, _ start: Int, _ length: Int,
        _ passed: inout Int
    ) {
        var found: UInt32 = 0
        if !field.pointee.texts.isEmpty, field.pointee.lengths &>> UInt64(length & 63) & 1 != 0 {
            found = find(field, .string, text, start, length)
        }
        if found & TextEntry.isList != 0 {
            let list = Int(found & ~TextEntry.isList)
            for index in 1...Int(tables.words[list]) { note(tables.words[list &+ index], &passed) }
        } else {
            note(found & ~TextEntry.isPart, &passed)
            if found == 0 || found & TextEntry.isPart != 0 { automata(field, text, start, length, &passed) }
        }
        if field.pointee.hasAddresses { address(field, text, start, length, &passed) }
    }

    /// Goes through a text once for each automaton.
    @inline(__always)
    private mutating func automata(
        _ field: UnsafePointer<Field>, _ text: EventText, _ start: Int, _ length: Int, _ passed: inout Int
    ) {
        for index in field.pointee.forward.indices {
            run(tables.automata[index], text, start, length, isForward: true, &passed)
        }
        for index in field.pointee.backward.indices {
            run(tables.automata[index], text, start, length, isForward: false, &passed)
        }
    }

    /// The test that asks for exactly this text, or where the list of all is that the text passes; 0 when there is none.
    @inline(__always)
    mutating func find(
        _ field: UnsafePointer<Field>, _ kind: TextEntry.Kind, _ text: EventText, _ start: Int, _ length: Int
    )
        -> UInt32
    {
        let fingerprint = Fingerprint(text, start, length)
        var bucket = fingerprint.hash(text, start, length, seed: kind.seed) & field.pointee.texts.mask
        while true {
            let entry = tables.texts[Int(field.pointee.texts.start &+ bucket)]
            if entry.test == 0 { return 0 }
            if entry.head == fingerprint.head, entry.tail == fingerprint.tail, Int(entry.length) == length,
                entry.kind == kind,
                length <= Fingerprint.wholeLength || isInsideEqual(text, start, Int(entry.bytes), length)
            {
                return entry.test
            }
            bucket = (bucket &+ 1) & field.pointee.texts.mask
        }
    }

    /// Steps an automaton through a string with its quotes, from one end to the other.
    @inline(__always)
    private mutating func run(
        _ automaton: AutomatonEntry, _ text: EventText, _ start: Int, _ length: Int, isForward: Bool,
        _ passed: inout Int
    ) {
        let columns = tables.bytes + Int(automaton.columns)
        let table = tables.words + Int(automaton.table)
        let step = isForward ? 1 : -1
        var row = automaton.start
        var left = length
        var position = isForward ? start : start &+ length &- 1
        while true {
            // Most rows have no mark and are not the end: they are gone through in registers.
            while Int32(bitPattern: row) > 0, left > 0 {
                row = table[Int(row &+ UInt32(columns[Int(text[position])]))]
                position &+= step
                left &-= 1
            }
            if row & ByteAutomaton.meets != 0 {
                row &= ~ByteAutomaton.meets
                note(all: automaton.met &+ automaton.row(at: row), &passed)
            }
            if row == ByteAutomaton.end || left < 0 { break }
            let byte = left == 0 ? UInt8(ascii: "\"") : text[position]
            row = table[Int(row &+ UInt32(columns[Int(byte)]))]
            position &+= step
            left &-= 1
        }
        if row != ByteAutomaton.end { note(all: automaton.metAtEnd &+ automaton.row(at: row), &passed) }
    }

    private mutating func note(all bounds: UInt32, _ passed: inout Int) {
        for index in Int(tables.words[Int(bounds)])..<Int(tables.words[Int(bounds) &+ 1]) {
            note(tables.words[index], &passed)
        }
    }
}
