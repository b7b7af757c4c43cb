/// How many wildcard prefixes of one field an event's text can be in the middle of at once, as EventBridge counts.
///
/// EventBridge refuses a pattern whose worst event is in more than ten places. The count follows event-ruler's
/// `MachineComplexityEvaluator` on the automaton of that one pattern.
enum WildcardComplexity {
    static let limit = 10
    /// Distinct sets of places looked at before the pattern is taken to be too complex.
    private static let budget = 20_000

    /// Whether the wildcards of any one field, of all sub-rules that reach it by the same clauses, exceed the limit.
    static func isExceeded(by rules: [SubRule]) -> Bool {
        let hasWildcards = rules.contains { $0.clauses.contains { $0.values.contains(where: \.holdsWildcard) } }
        guard hasWildcards else { return false }
        var fields: [ArraySlice<SubRule.Clause>: Set<[Wildcard]>] = [:]
        for rule in rules {
            let clauses = rule.sortedClauses
            for (index, clause) in clauses.enumerated() {
                let wildcards = clause.values.map(\.wildcards).filter { !$0.isEmpty }
                if wildcards.isEmpty { continue }
                let key = clauses[..<index] + [SubRule.Clause(path: clause.path, values: [])]
                fields[key, default: []].formUnion(wildcards)
            }
        }
        return fields.values.contains { worst(Array($0)) > limit }
    }

    /// The largest number of places, or the first one found above the limit.
    ///
    /// `patterns` are the wildcards of each value pattern of one field; `anything-but` may hold several.
    static func worst(_ patterns: [[Wildcard]]) -> Int {
        let automaton = WildcardAutomaton(patterns)
        var visited: Set<Set<Int>> = [[WildcardAutomaton.start]]
        var waiting: [Set<Int>] = [[WildcardAutomaton.start]]
        var worst = 0
        while let places = waiting.popLast() {
            for next in automaton.successors(of: places) where visited.insert(next).inserted {
                worst = max(worst, automaton.count(next))
                if worst > limit || visited.count > budget { return max(worst, limit + 1) }
                waiting.append(next)
            }
        }
        return worst
    }
}

extension ValuePattern {
    fileprivate var holdsWildcard: Bool {
        switch self {
        case .wildcard: true
        case .anythingBut(let excluded): excluded.contains(where: \.holdsWildcard)
        default: false
        }
    }

    /// The wildcards the value pattern holds.
    var wildcards: [Wildcard] {
        switch self {
        case .wildcard(let wildcard): [wildcard]
        case .anythingBut(let excluded): excluded.flatMap(\.wildcards)
        default: []
        }
    }
}
