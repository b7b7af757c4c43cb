/// An EventBridge event pattern: what matches here matches in EventBridge, and what EventBridge refuses is refused.
///
/// A pattern is a JSON object whose leaves are lists of alternatives, such as
/// `{"source": ["aws.guardduty"], "detail": {"severity": [{"numeric": [">=", 7]}]}}`. Two patterns are equal when they
/// ask for the same values in the same fields, whatever their spacing.
public struct EventPattern: Hashable, Sendable {
    /// The ways to match, any one of which is enough; never empty.
    let subRules: [SubRule]
    /// Whether members named "" at the end of a path are seen at all.
    let readsEmptyNames: Bool

    /// Whose rules to follow where Amazon EventBridge and its library, event-ruler 2.0.1, differ.
    public enum Mode: Hashable, Sendable {
        /// The service: numbers with a fraction or an exponent are carried in doubles, patterns that are too complex or
        /// combine too many branches are refused, and `$or` is always an operator.
        case service
        /// The library: numbers are compared as they are spelled, nothing is too complex that can be stored, and a pattern that
        /// makes no sense with `$or` as an operator is read again with `$or` as the name of a field.
        case library
    }

    /// Compiles the UTF-8 text of a pattern; text after the root object is ignored, as in EventBridge.
    ///
    /// - Parameters:
    ///   - json: the pattern.
    ///   - mode: whose rules to follow.
    /// - Throws: `PatternError` with EventBridge's own reason where it has one.
    public init(_ json: [UInt8], mode: Mode = .service) throws(PatternError) {
        subRules = try PatternCompiler.compile(json, mode)
        readsEmptyNames = subRules.contains { $0.clauses.contains { Self.hasEmptyStep($0.path) } }
    }

    /// Compiles the text of a pattern; text after the root object is ignored, as in EventBridge.
    ///
    /// - Parameters:
    ///   - json: the pattern.
    ///   - mode: whose rules to follow.
    /// - Throws: `PatternError` with EventBridge's own reason where it has one.
    public init(_ json: String, mode: Mode = .service) throws(PatternError) {
        try self.init(Array(json.utf8), mode: mode)
    }

    /// Whether the event has an accepted value in every field of the pattern.
    public func matches(_ event: Event) -> Bool {
        let leaves = leaves(of: event)
        return subRules.contains { $0.matches(leaves) }
    }

    /// The first field that keeps the event from matching, in the order of the pattern's text; nil when it matches.
    ///
    /// Of the branches of an `$or` the one that got furthest is explained, and of equals the first.
    public func explain(_ event: Event) -> Mismatch? {
        if matches(event) { return nil }
        let leaves = leaves(of: event)
        var furthest: (satisfied: Int, mismatch: Mismatch)?
        for rule in subRules {
            guard let failure = rule.firstFailure(leaves) else { continue }
            if let furthest, furthest.satisfied >= failure.satisfied { continue }
            furthest = (failure.satisfied, Mismatch(failure.clause, leaves[failure.clause.path] ?? []))
        }
        return furthest?.mismatch
    }

    private func leaves(of event: Event) -> [[UInt8]: [Leaf]] {
        readsEmptyNames ? event.leaves.byPath : event.leaves.named
    }

    /// Whether a step of the path is empty; steps after the last name do not count.
    private static func hasEmptyStep(_ path: [UInt8]) -> Bool {
        let dot = UInt8(ascii: ".")
        guard let last = path.lastIndex(where: { $0 != dot }) else { return path.isEmpty }
        return path[0] == dot || path[..<last].indices.dropFirst().contains { path[$0] == dot && path[$0 - 1] == dot }
    }
}
