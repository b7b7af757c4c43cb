import EventPattern
import JSON
import Playbook

/// The alternatives of one field, whichever it is, and what can be said about them for certain.
struct FieldClause {
    let alternatives: [YAMLNode]
    private let texts: [String]
    private let pattern: EventPattern
    /// The alternatives as JSON, where all of them are values that are written out.
    let values: Set<String>?

    private static let name = "x"
    /// Each is compared with all others; a pattern that EventBridge takes has fewer.
    private static let most = 500

    /// nil where the alternatives are not valid, or too many to be compared.
    init?(_ alternatives: [YAMLNode]) {
        guard alternatives.count <= Self.most else { return nil }
        let texts = alternatives.map { PatternText($0).json }
        guard let pattern = try? EventPattern("{\"\(Self.name)\":[\(texts.joined(separator: ","))]}") else {
            return nil
        }
        self.alternatives = alternatives
        self.texts = texts
        self.pattern = pattern
        let isWrittenOut = alternatives.allSatisfy { if case .scalar = $0.content { true } else { false } }
        values = isWrittenOut ? Set(texts) : nil
    }

    /// Whether the field may have this value; nil stands for an event without the field.
    func matches(_ value: JSONValue?) -> Bool {
        let event: JSONValue = value.map { [Self.name: $0] } ?? [:]
        return (try? Event(event.description)).map(pattern.matches) ?? false
    }

    /// Whether everything that the alternative matches is matched here; false where that is not certain.
    func covers(_ alternative: YAMLNode) -> Bool {
        let text = PatternText(alternative).json
        if let values { return values.contains(text) }
        if texts.contains(text) { return true }
        if case .scalar = alternative.content { return alternative.json.map { matches($0) } ?? false }
        let isOfText = ["prefix", "suffix", "wildcard", "equals-ignore-case"].contains {
            alternative.matcher($0) != nil
        }
        if isOfText, alternatives.contains(where: { $0.members.named("exists")?.value.json == true }) { return true }
        if let prefix = alternative.matcher("prefix") {
            return alternatives.contains { $0.matcher("prefix").map(prefix.hasBytesPrefix) ?? false }
        }
        if let suffix = alternative.matcher("suffix") {
            return alternatives.contains { $0.matcher("suffix").map(suffix.hasBytesSuffix) ?? false }
        }
        return false
    }

    /// Values worth trying, some of which the field may have.
    var candidates: [JSONValue?] { alternatives.flatMap(Self.candidates) }

    private static func candidates(_ alternative: YAMLNode) -> [JSONValue?] {
        if case .scalar = alternative.content { return [alternative.json].compactMap { $0 } }
        guard alternative.members.count == 1, let member = alternative.members.first else { return [] }
        switch member.name {
        case "exists": return member.value.json == true ? [.string("any")] : [nil]
        case "prefix", "suffix", "equals-ignore-case", "exactly", "cidr":
            let text = member.value.exactText ?? member.value.members.first?.value.exactText
            return text.map { [.string($0), .string(String($0.prefix { $0 != "/" }))] } ?? []
        case "wildcard": return member.value.exactText.map { [.string($0.filter { $0 != "*" })] } ?? []
        case "anything-but": return [.string("any"), .string("other")]
        case "numeric":
            let bounds = member.value.json?.array?.compactMap(\.double) ?? []
            let between = bounds.count == 2 ? [(bounds[0] + bounds[1]) / 2] : []
            return (bounds + between + bounds.flatMap { [$0 - 1, $0 + 1, $0 - 0.1, $0 + 0.1] }).map {
                .number($0.isInteger ? String(Int64($0)) : "\($0)")
            }
        default: return []
        }
    }
}

/// The clauses of one pattern, each made once in however many ways through `$or` it is.
struct FieldClauses {
    private var clauses: [Position: FieldClause] = [:]
    private var types: [Position: [String]] = [:]

    mutating func clause(of field: PatternFields.Field) -> FieldClause? {
        if let known = clauses[field.position] { return known }
        let clause = FieldClause(field.alternatives)
        clauses[field.position] = clause
        return clause
    }

    /// The current finding types that a field takes.
    mutating func types(of field: PatternFields.Field) -> [String]? {
        if let known = types[field.position] { return known }
        let clause = clause(of: field)
        types[field.position] = clause.map { clause in FindingTypes.all.filter { clause.matches(.string($0)) } }
        return types[field.position]
    }
}

extension Double {
    /// Whether it is a whole number that is spelled as one.
    fileprivate var isInteger: Bool { self == rounded() && abs(self) < 1e15 }
}

extension String {
    fileprivate func hasBytesPrefix(_ other: String) -> Bool { utf8.starts(with: other.utf8) }
    fileprivate func hasBytesSuffix(_ other: String) -> Bool { utf8.reversed().starts(with: other.utf8.reversed()) }
}
