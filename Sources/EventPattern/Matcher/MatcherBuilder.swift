/// Compiles rules to the tables of a matcher: gives numbers to paths and tests, and then decides which test triggers which
/// sub-rule.
///
/// What is asked twice is stored once: equal tests of one path are one test, however many rules ask it.
struct MatcherBuilder {
    struct TestKey: Hashable {
        let field: UInt32
        let value: ValuePattern
        /// For addresses: whether a number's digits are compared too.
        let comparesDigits: Bool
    }
    /// The key of a test that asks for a string: most do.
    private struct Text: Hashable {
        let field: UInt32
        let text: [UInt8]

        func hash(into hasher: inout Hasher) {
            hasher.combine(field)
            text.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }
    struct Clause {
        let field: UInt32
        let tests: Range<Int>
        let allowsAbsence: Bool
    }
    struct Rule {
        let rule: UInt32
        let clauses: Range<Int>
        var isShared = false
    }

    private(set) var paths = PathTree()
    private var texts: [Text: UInt32] = [:]
    private var numbers: [TestKey: UInt32] = [:]
    /// For each test what it asks; test 0 asks nothing.
    private(set) var keys = [TestKey(field: 0, value: .exists(false), comparesDigits: false)]
    private(set) var rules: [Rule] = []
    private(set) var clauses: [Clause] = []
    private(set) var tests: [UInt32] = []

    mutating func add(_ pattern: EventPattern, rule: Int) {
        for subRule in pattern.subRules {
            let first = clauses.count
            for clause in subRule.sortedClauses {
                let field = paths.field(clause.path, readsEmptyNames: pattern.readsEmptyNames)
                let start = tests.count
                for value in clause.values where !value.isAbsence {
                    tests.append(test(field, value, comparesDigits: clause.comparesDigits))
                }
                clauses.append(
                    Clause(field: field, tests: start..<tests.count, allowsAbsence: clause.allowsAbsence))
            }
            var added = Rule(rule: UInt32(rule), clauses: first..<clauses.count)
            added.isShared = paths.share(clauses[added.clauses].map(\.field))
            rules.append(added)
        }
    }

    private mutating func test(_ field: UInt32, _ value: ValuePattern, comparesDigits: Bool) -> UInt32 {
        if case .string(let text) = value { return test(field, text) }
        let key = Self.key(field, value, comparesDigits: comparesDigits)
        if let known = numbers[key] { return known }
        if case .anythingBut(let excluded) = key.value {
            for value in excluded { _ = test(field, value, comparesDigits: comparesDigits) }
        }
        numbers[key] = UInt32(keys.count)
        keys.append(key)
        return UInt32(keys.count - 1)
    }

    private mutating func test(_ field: UInt32, _ text: [UInt8]) -> UInt32 {
        let key = Text(field: field, text: text)
        if let known = texts[key] { return known }
        texts[key] = UInt32(keys.count)
        keys.append(TestKey(field: field, value: .string(text), comparesDigits: false))
        return UInt32(keys.count - 1)
    }

    /// The number of a test that is asked.
    func number(_ field: UInt32, _ value: ValuePattern, comparesDigits: Bool) -> UInt32? {
        if case .string(let text) = value { return texts[Text(field: field, text: text)] }
        return numbers[Self.key(field, value, comparesDigits: comparesDigits)]
    }

    /// Equal for whatever asks the same.
    private static func key(_ field: UInt32, _ value: ValuePattern, comparesDigits: Bool) -> TestKey {
        switch value {
        case .address(let range, _):
            TestKey(field: field, value: .address(range, spelled: []), comparesDigits: comparesDigits)
        case .cidr(let range, _):
            TestKey(field: field, value: .cidr(range, spelled: []), comparesDigits: comparesDigits)
        case .number(let number?, _):
            TestKey(field: field, value: .number(number, spelled: []), comparesDigits: false)
        default: TestKey(field: field, value: value, comparesDigits: false)
        }
    }

    func tables(_ mode: EventPattern.Mode, rules count: Int) -> MatcherTables {
        var content = MatcherTables.Content(mode: mode)
        content.rules = count
        content.tests = keys.count
        paths.write(to: &content)
        FieldWriter(builder: self).write(to: &content)
        SubRuleWriter(builder: self).write(to: &content)
        return MatcherTables(content)
    }
}
