import JSON
import Playbook

/// Turns the tree of a YAML text into test cases, and notes everything that is wrong on the way.
struct CaseReader {
    /// Notes mistakes, and reads what every YAML text of Quell has.
    var text: PlaybookReader
    let words: CaseWords

    init(_ source: SourceText, _ words: CaseWords) {
        text = PlaybookReader(source, [], [])
        self.words = words
    }

    mutating func cases(_ root: YAMLNode) -> [TestCase] {
        guard
            let members = text.members(
                root, of: "A file of tests", known: ["quell-test", "tests"], needed: ["quell-test", "tests"])
        else { return [] }
        if let version = members["quell-test"], version.value.json != .number("1") {
            text.fail(.testValue, version.value.position, "This Quell reads tests of version 1; write quell-test: 1")
        }
        var cases: [TestCase] = []
        var names: [String: Position] = [:]
        for node in text.elements(members["tests"], of: "tests") {
            guard let test = test(node) else { continue }
            if let earlier = names[test.name] {
                text.fail(
                    .testValue, node.position,
                    "The test of line \(earlier.line) has the same name; give this one another.")
            }
            names[test.name] = test.position
            cases.append(test)
        }
        return cases
    }

    private mutating func test(_ node: YAMLNode) -> TestCase? {
        let known = ["name", "event", "file", "sample", "before", "world", "expect"]
        guard let members = text.members(node, of: "A test", known: known, needed: ["name", "expect"]),
            let name = members["name"].flatMap({ text.text($0.value, of: "The name of a test") }),
            let event = event(members, at: node.position)
        else { return nil }
        if name.isEmpty { text.fail(.testValue, node.position, "The name of a test must not be empty.") }
        var before: [CaseEvent] = []
        if let member = members["before"] {
            for element in text.elements(member, of: "before") {
                let known = ["event", "file", "sample"]
                guard let inner = text.members(element, of: "An event", known: known) else { continue }
                if let event = self.event(inner, at: element.position) { before.append(event) }
            }
        }
        let world = world(members["world"])
        let expected = expectations(members["expect"])
        return TestCase(
            name: name, position: node.position, before: before, event: event, world: world, expected: expected)
    }

    // MARK: Events

    private mutating func event(_ members: [String: YAMLNode.Member], at position: Position) -> CaseEvent? {
        let given = ["event", "file", "sample"].compactMap { members[$0] }
        guard given.count == 1, let member = given.first else {
            text.fail(.testValue, position, "One of event, file and sample must say what happens, and only one.")
            return nil
        }
        let place = member.value.position
        switch member.name {
        case "event":
            guard case .map = member.value.content, let json = json(member.value) else {
                text.fail(
                    .testValue, place,
                    "event must be the whole event as EventBridge delivers it, but is \(member.value.kind).")
                return nil
            }
            return CaseEvent(source: .inline(json), position: place)
        case "file":
            guard let path = text.text(member.value, of: "file") else { return nil }
            return CaseEvent(source: .file(path), position: place)
        default:
            return sample(member.value).map { CaseEvent(source: .sample($0), position: place) }
        }
    }

    private mutating func json(_ node: YAMLNode) -> JSONValue? {
        let written = PatternText(node)
        for mistake in written.mistakes { text.fail(.testValue, mistake.node.position, "Here \(mistake.sentence).") }
        return try? JSONValue(parsing: written.json)
    }

    private mutating func sample(_ node: YAMLNode) -> SampleTerms? {
        if let type = node.exactText { return SampleTerms(type: type) }
        let known = ["type", "account", "region", "resource", "resource-type", "finding", "time", "seed", "tags"]
        guard let members = text.members(node, of: "sample", known: known, needed: ["type"]),
            let type = members["type"].flatMap({ text.text($0.value, of: "The type of a sample") })
        else { return nil }
        var terms = SampleTerms(type: type)
        terms.account = optionalText(members["account"])
        terms.region = optionalText(members["region"])
        terms.resource = optionalText(members["resource"])
        terms.resourceType = optionalText(members["resource-type"])
        terms.finding = optionalText(members["finding"])
        terms.time = optionalText(members["time"])
        terms.seed = number(members["seed"], 0...Int.max) ?? 0
        terms.tags = tags(members["tags"]) ?? [:]
        return terms
    }

    // MARK: Values

    mutating func optionalText(_ member: YAMLNode.Member?) -> String? {
        member.flatMap { text.text($0.value, of: $0.name) }
    }

    mutating func flag(_ member: YAMLNode.Member?) -> Bool? {
        guard let member else { return nil }
        if case .bool(let flag)? = member.value.json { return flag }
        text.fail(
            .testValue, member.value.position, "\(member.name) must be true or false, but is \(member.value.kind).")
        return nil
    }

    mutating func number(_ member: YAMLNode.Member?, _ range: ClosedRange<Int>) -> Int? {
        guard let member else { return nil }
        if let number = member.value.json?.int, range.contains(number) { return number }
        text.fail(
            .testValue, member.value.position,
            "\(member.name) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        return nil
    }

    mutating func tags(_ member: YAMLNode.Member?) -> [String: String]? {
        guard let member else { return nil }
        guard case .map(let members) = member.value.content else {
            text.fail(
                .testValue, member.value.position,
                "\(member.name) must be a mapping of keys to values, but is \(member.value.kind).")
            return nil
        }
        var tags: [String: String] = [:]
        for tag in members { tags[tag.name] = text.text(tag.value, of: "The value of a tag") }
        return tags
    }

    /// A text that must be one of some words; others are noted with the nearest.
    mutating func word(_ node: YAMLNode, of what: String, in words: [String]) -> String? {
        guard let word = text.text(node, of: what) else { return nil }
        guard !words.contains(word) else { return word }
        text.fail(.testValue, node.position, "\(what) cannot be \(word.quoted). \(Spelling.advice(word, known: words))")
        return nil
    }
}
