import EventPattern
import JSON

/// A pattern as it is compared with others: all ways to match it.
///
/// Both answers are certain when they are yes. A no means that it is not so, or that it was not found.
struct PatternShape {
    /// Never empty; several for a pattern with `$or`.
    let ways: [PatternWay]

    /// nil for a pattern that cannot be compared.
    init?(_ when: YAMLNode, _ pattern: EventPattern) {
        guard let all = PatternFields.ways(through: when), !all.isEmpty else { return nil }
        var known = FieldClauses()
        var ways: [PatternWay] = []
        for fields in all {
            guard let way = PatternWay(fields, pattern, &known) else { return nil }
            ways.append(way)
        }
        self.ways = ways
    }

    /// Whether every event that the other matches is matched by this one.
    func covers(_ other: PatternShape) -> Bool {
        other.ways.allSatisfy { theirs in ways.contains { $0.covers(theirs) } }
    }

    /// An event that both match; nil where none is found.
    func witness(with other: PatternShape) -> JSONValue? {
        ways.lazy.compactMap { way in
            other.ways.lazy.compactMap { way.witness(with: $0) }.first
        }.first
    }

    /// The event as a message names it.
    func words(for event: JSONValue) -> String {
        guard let detail = event["detail"], let type = detail["type"]?.string, event.object?.count ?? 0 <= 3,
            detail.object?.count == 1
        else { return "an event such as \(event)" }
        return "findings of the type \(type)"
    }
}
