/// Sorts the tests of each field into the tables that answer them.
struct FieldWriter {
    let builder: MatcherBuilder

    /// Entries that an automaton with stars may have, and one without.
    private static let limits = (stars: 1 << 18, plain: 1 << 22)

    /// The tests of one field, by how they are answered.
    private struct Tests {
        var texts: [(kind: TextEntry.Kind, text: [UInt8], test: UInt32)] = []
        var numbers: [NumberEntry] = []
        var ranges: [RangeEntry] = []
        var blocks: [(range: AddressRange, comparesDigits: Bool, test: UInt32)] = []
        var forward: [TextShape] = []
        var backward: [TextShape] = []
        var stars: [TextShape] = []
        var exclusions: [UInt32] = []
    }

    func write(to content: inout MatcherTables.Content) {
        content.fields = [Field](repeating: Field(), count: builder.paths.fieldCount)
        var tests = [Tests](repeating: Tests(), count: content.fields.count)
        for (number, key) in builder.keys.enumerated().dropFirst() {
            sort(UInt32(number), key, &content.fields[Int(key.field)], &tests[Int(key.field)])
        }
        for number in content.fields.indices.dropFirst() {
            var field = content.fields[number]
            write(tests[number], &field, to: &content)
            content.fields[number] = field
        }
        writeExclusions(to: &content)
    }

    private func sort(_ number: UInt32, _ key: MatcherBuilder.TestKey, _ field: inout Field, _ tests: inout Tests) {
        switch key.value {
        case .string(let text): tests.texts.append((.string, text, number))
        case .word(let text):
            switch text.first {
            case UInt8(ascii: "t"): field.isTrue = number
            case UInt8(ascii: "f"): field.isFalse = number
            default: field.isNull = number
            }
        case .address(let range, _):
            field.hasAddresses = true
            tests.texts.append((key.comparesDigits ? .addressOrNumber : .address, range.low, number))
        case .cidr(let range, _):
            field.hasAddresses = true
            tests.blocks.append((range, key.comparesDigits, number))
        case .number(let value?, _): tests.numbers.append(NumberEntry(value: value.value, test: number))
        case .number(nil, let spelled): tests.texts.append((.number, spelled, number))
        case .numeric(let range): tests.ranges.append(RangeEntry(range, test: number))
        case .exists(true): field.exists = number
        case .exists(false): break
        case .anythingBut: tests.exclusions.append(number)
        case .prefix, .suffix, .prefixIgnoringCase, .suffixIgnoringCase, .equalsIgnoringCase, .wildcard:
            switch TextShape.of(key.value, number) {
            case (let shape, _)? where shape.hasStar: tests.stars.append(shape)
            case (let shape, .forward)?: tests.forward.append(shape)
            case (let shape, .backward)?: tests.backward.append(shape)
            case nil: break  // every one of these has a shape
            }
        }
    }

    private func write(_ tests: Tests, _ field: inout Field, to content: inout MatcherTables.Content) {
        field.numbers = Self.append(tests.numbers.sorted { $0.value < $1.value }, to: &content.numbers)
        field.ranges = Self.append(tests.ranges.sorted { $0.low < $1.low }, to: &content.ranges)
        let blocks = tests.blocks.map { block in
            let place = content.bytes.count
            content.bytes += block.range.low + block.range.high
            return BlockEntry(
                digits: UInt32(place), length: UInt32(block.range.low.count), comparesDigits: block.comparesDigits,
                test: block.test)
        }
        field.blocks = Self.append(blocks, to: &content.blocks)
        field.exclusions = Self.append(tests.exclusions, to: &content.words)
        let forward =
            ByteAutomaton.all(tests.forward, limit: Self.limits.plain)
            + ByteAutomaton.all(tests.stars, limit: Self.limits.stars)
        field.forward = Self.append(forward.map { Self.write($0, to: &content) }, to: &content.automata)
        let backward = ByteAutomaton.all(tests.backward, limit: Self.limits.plain)
        field.backward = Self.append(backward.map { Self.write($0, to: &content) }, to: &content.automata)
        writeTexts(tests, &field, forward, backward, to: &content)
    }

    private static func append<Element>(_ elements: [Element], to table: inout [Element]) -> Field.Run {
        let start = table.count
        table += elements
        return Field.Run(start: UInt32(start), end: UInt32(table.count))
    }

    private func writeTexts(
        _ tests: Tests, _ field: inout Field, _ forward: [ByteAutomaton], _ backward: [ByteAutomaton],
        to content: inout MatcherTables.Content
    ) {
        guard !tests.texts.isEmpty else { return }
        let size = (2 * tests.texts.count).roundedUpToPowerOfTwo
        field.texts = Field.Table(start: UInt32(content.texts.count), mask: UInt32(size - 1), isEmpty: false)
        content.texts += [TextEntry](repeating: TextEntry(), count: size)
        for (kind, text, test) in tests.texts {
            if kind == .string { field.lengths |= 1 << UInt64(text.count & 63) }
            let (fingerprint, hash) = text.withUnsafeBufferPointer { bytes in
                let text = EventText(bytes: bytes)
                let fingerprint = Fingerprint(text, 0, bytes.count)
                return (fingerprint, fingerprint.hash(text, 0, bytes.count, seed: kind.seed))
            }
            var bucket = hash & field.texts.mask
            while content.texts[Int(field.texts.start + bucket)].test != 0 { bucket = (bucket + 1) & field.texts.mask }
            let found = kind == .string ? Self.found(test, text, forward, backward, &content.words) : test
            content.texts[Int(field.texts.start + bucket)] = TextEntry(
                head: fingerprint.head, tail: fingerprint.tail, length: UInt32(text.count), test: found,
                bytes: UInt32(content.bytes.count), kind: kind)
            if text.count > Fingerprint.wholeLength { content.bytes += text }
        }
    }

    /// What is found where a string is looked up: its test, or a list with those that automata would find.
    ///
    /// Where there are very many of these they are left to the automata, lest each text have them all.
    private static func found(
        _ test: UInt32, _ text: [UInt8], _ forward: [ByteAutomaton], _ backward: [ByteAutomaton],
        _ words: inout [UInt32]
    ) -> UInt32 {
        var others: [UInt32] = []
        for (automata, text) in [(forward, text), (backward, text.reversed())] {
            for automaton in automata {
                guard let met = automaton.patterns(metBy: text, limit: TextEntry.listLimit - others.count) else {
                    return TextEntry.isPart | test
                }
                others += met.sorted()
            }
        }
        if others.isEmpty { return test }
        words += [UInt32(1 + others.count), test] + others
        return TextEntry.isList | UInt32(words.count - others.count - 2)
    }

    private static func write(_ automaton: ByteAutomaton, to content: inout MatcherTables.Content) -> AutomatonEntry {
        let columns = content.bytes.count
        content.bytes += automaton.columns
        let table = content.words.count
        content.words += automaton.table
        return AutomatonEntry(
            columns: UInt32(columns), table: UInt32(table),
            rowsPerEntry: AutomatonEntry.rowsPerEntry(width: automaton.width), start: automaton.start,
            met: write(automaton.met, to: &content), metAtEnd: write(automaton.metAtEnd, to: &content))
    }

    /// Writes lists one after the other, and then where each begins, and where the last one ends.
    private static func write(_ lists: [[UInt32]], to content: inout MatcherTables.Content) -> UInt32 {
        var starts: [UInt32] = []
        for list in lists {
            starts.append(UInt32(content.words.count))
            content.words += list
        }
        starts.append(UInt32(content.words.count))
        let place = content.words.count
        content.words += starts
        return UInt32(place)
    }

    /// For each test those that exclude it.
    private func writeExclusions(to content: inout MatcherTables.Content) {
        var excluders = [[UInt32]](repeating: [], count: builder.keys.count)
        for (number, key) in builder.keys.enumerated() {
            guard case .anythingBut(let excluded) = key.value else { continue }
            let tests = Set(
                excluded.flatMap { value in
                    [true, false].compactMap { builder.number(key.field, value, comparesDigits: $0) }
                })
            for test in tests { excluders[Int(test)].append(UInt32(number)) }
        }
        content.places.excluded = Int(Self.write(excluders, to: &content))
    }
}
