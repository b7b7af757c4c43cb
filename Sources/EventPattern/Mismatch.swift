import JSON

/// Why an event does not match a pattern: the field, what it has there, and what was wanted.
public struct Mismatch: Hashable, Sendable, CustomStringConvertible {
    /// Dotted path of the field, such as `detail.resource.instanceDetails.instanceId`.
    public let field: String
    /// What the pattern wants there, in words, such as `prefix "Trojan:EC2/" or prefix "Backdoor:EC2/"`.
    public let wanted: String
    /// The first values the event has there, as JSON text; long texts are cut and end in "…".
    public let found: [String]
    /// How many more values the event has there.
    public let more: Int
    /// Whether a value is accepted by itself, but lies in another element of an array than the fields before it.
    public let liesInOtherElement: Bool

    /// Whether the event has no value in the field; an empty list or object is none.
    public var isAbsent: Bool { found.isEmpty }

    /// One sentence that names the field, what was wanted, and what was found.
    public var description: String {
        if isAbsent { return "\(field) is absent; wanted \(wanted)." }
        let values = found.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
        if liesInOtherElement {
            return "\(field) is \(values), but not in the list element of the other fields; wanted \(wanted) there."
        }
        return "\(field) is \(values); wanted \(wanted)."
    }

    private static let shownValues = 3
    private static let shownAlternatives = 5
    private static let shownCharacters = 80

    init(_ clause: SubRule.Clause, _ leaves: [Leaf]) {
        field = String(decoding: clause.path, as: UTF8.self)
        let alternatives = clause.values.prefix(Self.shownAlternatives).map(\.words)
        let others = clause.values.count - alternatives.count
        wanted = alternatives.joined(separator: " or ") + (others > 0 ? " or one of \(others) more" : "")
        found = leaves.prefix(Self.shownValues).map { Self.shortened($0.json) }
        more = max(0, leaves.count - Self.shownValues)
        liesInOtherElement = leaves.contains(where: clause.accepts)
    }

    private static func shortened(_ text: String) -> String {
        text.count > shownCharacters ? String(text.prefix(shownCharacters)) + "…" : text
    }
}

extension Leaf {
    /// The scalar as JSON text.
    var json: String {
        switch kind {
        case .string: JSONValue.string(String(decoding: content, as: UTF8.self)).description
        case .number, .literal: String(decoding: text, as: UTF8.self)
        }
    }
}
