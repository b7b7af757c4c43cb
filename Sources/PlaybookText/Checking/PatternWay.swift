import EventPattern
import JSON

/// One way to match a pattern, as it is compared with others.
struct PatternWay {
    private let fields: [PatternFields.Field]
    private let clauses: [[String]: FieldClause]
    private let pattern: EventPattern
    /// The current finding types that it takes; nil where it does not ask for types of GuardDuty.
    private let types: [String]?

    private static let typePath = ["detail", "type"]

    init?(_ fields: PatternFields, _ pattern: EventPattern, _ known: inout FieldClauses) {
        var clauses: [[String]: FieldClause] = [:]
        for field in fields.fields {
            guard let clause = known.clause(of: field) else { return nil }
            clauses[field.path] = clause
        }
        self.fields = fields.fields
        self.clauses = clauses
        self.pattern = pattern
        types = fields.onlySource == .guardDuty ? fields["detail", "type"].flatMap { known.types(of: $0) } : nil
    }

    /// Whether every event that the other matches is matched by this one.
    func covers(_ other: PatternWay) -> Bool {
        fields.allSatisfy { field in
            guard let own = clauses[field.path], let theirs = other.clauses[field.path] else { return false }
            return theirs.alternatives.allSatisfy(own.covers)
        }
    }

    /// An event that both match; nil where none is found.
    func witness(with other: PatternWay) -> JSONValue? {
        var event: JSONValue = [:]
        let paths = Set(clauses.keys).union(other.clauses.keys)
        for path in paths.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let both = [clauses[path], other.clauses[path]].compactMap { $0 }
            if let first = both.first?.values, let last = both.last?.values, first.isDisjoint(with: last) { return nil }
            let found = candidates(path, other).first { value in both.allSatisfy { $0.matches(value) } }
            guard let value = found else { return nil }
            guard let value else { continue }
            guard let changed = event.setting(value, at: path[...]) else { return nil }
            event = changed
        }
        guard let parsed = try? Event(event.description), pattern.matches(parsed), other.pattern.matches(parsed) else {
            return nil
        }
        return event
    }

    private func candidates(_ path: [String], _ other: PatternWay) -> [JSONValue?] {
        if path == Self.typePath, let types = types ?? other.types { return types.map { .string($0) } }
        return (clauses[path]?.candidates ?? []) + (other.clauses[path]?.candidates ?? [])
    }
}

extension JSONValue {
    /// The value with another one at a path of names; nil where something on the way is no object.
    fileprivate func setting(_ value: JSONValue, at path: ArraySlice<String>) -> JSONValue? {
        guard let name = path.first else { return value }
        guard var members = object else { return nil }
        guard let inner = (members[name] ?? [:]).setting(value, at: path.dropFirst()) else { return nil }
        members[name] = inner
        return .object(members)
    }
}
