import JSON

@testable import EventPattern

/// The semantics of event patterns written down as they are told.
///
/// No index, no automaton, nothing compiled, and nothing of the library but its reader of JSON tokens. It takes valid
/// patterns and sound events only.
struct NaiveMatcher {
    /// JSON with everything that matters here: duplicate names, and numbers as they are spelled.
    indirect enum Tree {
        case object([(name: String, value: Tree)])
        case list([Tree])
        case string(String)
        case number(String)
        case literal(String)
    }
    struct Value {
        let tree: Tree
        /// Elements of lists around the value: the number of the list, and the index.
        let elements: [Int: Int]
        let endsEmpty: Bool
    }

    private let rules: [[(path: String, alternatives: [Tree])]]
    private let carriesFloats: Bool
    private let readsEmptyNames: Bool

    init(_ pattern: String, _ mode: EventPattern.Mode) {
        let paths = Self.combinations(Self.tree(pattern), path: nil, [[]])
        rules = paths.map { rule in
            rule.sorted { $0.path.utf16.lexicographicallyPrecedes($1.path.utf16) }
        }
        carriesFloats = mode == .service
        // An event's member named "" at the end of a path is read only where the pattern names an empty step; Java, which
        // splits the paths, does not count empty steps at their end.
        readsEmptyNames = rules.joined().contains { clause in
            var steps = clause.path.split(separator: ".", omittingEmptySubsequences: false)[...]
            while steps.last?.isEmpty == true { steps.removeLast() }
            return clause.path.isEmpty || steps.contains { $0.isEmpty }
        }
    }

    func matches(_ event: String) -> Bool {
        var values: [String: [Value]] = [:]
        var lists = 0
        if case .object(let members) = Self.tree(event) {
            flatten(members, path: nil, elements: [:], endsEmpty: false, &lists, &values)
        }
        if !readsEmptyNames { values = values.mapValues { $0.filter { !$0.endsEmpty } }.filter { !$0.value.isEmpty } }
        return rules.contains { holds($0[...], [:], values) }
    }

    /// Goes through the clauses in order; each pins the list elements that its value lies in.
    private func holds(
        _ rule: ArraySlice<(path: String, alternatives: [Tree])>, _ pinned: [Int: Int], _ values: [String: [Value]]
    ) -> Bool {
        guard let clause = rule.first else { return true }
        let there = (values[clause.path] ?? []).filter { value in
            value.elements.allSatisfy { pinned[$0.key, default: $0.value] == $0.value }
        }
        let isNumeric = clause.alternatives.contains(where: NaiveValue.isNumeric)
        if there.isEmpty, clause.alternatives.contains(where: NaiveValue.isAbsence),
            holds(rule.dropFirst(), pinned, values)
        {
            return true
        }
        return there.contains { value in
            let reading = NaiveValue(value.tree, carriesFloats: carriesFloats, comparesDigits: !isNumeric)
            return clause.alternatives.contains(where: reading.passes)
                && holds(rule.dropFirst(), pinned.merging(value.elements) { $1 }, values)
        }
    }

    private static func combinations(
        _ tree: Tree, path: String?, _ rules: [[(path: String, alternatives: [Tree])]]
    ) -> [[(path: String, alternatives: [Tree])]] {
        guard case .object(let members) = tree else { return rules }
        return members.reduce(rules) { rules, member in
            if member.name == "$or", case .list(let branches) = member.value {
                return branches.flatMap { combinations($0, path: path, rules) }
            }
            let inner = path.map { $0.isEmpty ? member.name : $0 + "." + member.name } ?? member.name
            guard case .list(let alternatives) = member.value else {
                return combinations(member.value, path: inner, rules)
            }
            return rules.map { $0.filter { !$0.path.utf8.elementsEqual(inner.utf8) } + [(inner, alternatives)] }
        }
    }

    private func flatten(
        _ members: [(name: String, value: Tree)], path: String?, elements: [Int: Int], endsEmpty: Bool,
        _ lists: inout Int, _ values: inout [String: [Value]]
    ) {
        for member in members {
            let inner = path.map { $0 + "." + member.name } ?? member.name
            let isDots = !member.name.isEmpty && member.name.allSatisfy { $0 == "." }
            let ends = member.name.isEmpty || isDots && endsEmpty
            add(member.value, path: inner, elements: elements, endsEmpty: ends, &lists, &values)
        }
    }

    private func add(
        _ tree: Tree, path: String, elements: [Int: Int], endsEmpty: Bool, _ lists: inout Int,
        _ values: inout [String: [Value]]
    ) {
        switch tree {
        case .object(let members):
            flatten(members, path: path, elements: elements, endsEmpty: endsEmpty, &lists, &values)
        case .list(let members):
            lists += 1
            let list = lists
            for (index, member) in members.enumerated() {
                var inner = elements
                switch member {
                case .object, .list: inner[list] = index
                default: break
                }
                add(member, path: path, elements: inner, endsEmpty: endsEmpty, &lists, &values)
            }
        default:
            values[path, default: []].append(Value(tree: tree, elements: elements, endsEmpty: endsEmpty))
        }
    }

    static func tree(_ text: String) -> Tree {
        var tokenizer = JSONTokenizer(Array(text.utf8))
        return (try? value(tokenizer.next(), &tokenizer)) ?? .literal("")
    }

    private static func value(_ token: JSONToken, _ tokenizer: inout JSONTokenizer) throws -> Tree {
        switch token {
        case .beginObject:
            var members: [(name: String, value: Tree)] = []
            while case .name(let name) = try tokenizer.next() {
                members.append((String(decoding: name, as: UTF8.self), try value(tokenizer.next(), &tokenizer)))
            }
            return .object(members)
        case .beginArray:
            var elements: [Tree] = []
            while true {
                let token = try tokenizer.next()
                if token == .endArray { return .list(elements) }
                elements.append(try value(token, &tokenizer))
            }
        case .string(let text): return .string(String(decoding: text, as: UTF8.self))
        case .number(let text): return .number(String(decoding: text, as: UTF8.self))
        case .bool(let value): return .literal(value ? "true" : "false")
        default: return .literal("null")
        }
    }
}
