/// How often each verdict was given.
package struct Tally: Hashable, Sendable {
    private var counts = [Int](repeating: 0, count: Verdict.allCases.count)
    /// All of them.
    package private(set) var matched = 0

    package subscript(verdict: Verdict) -> Int { counts[Self.positions[verdict] ?? 0] }

    mutating func add(_ verdict: Verdict) {
        matched += 1
        counts[Self.positions[verdict] ?? 0] += 1
    }

    private static let positions = Dictionary(
        Verdict.allCases.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
}

/// Tallies by name of which only the largest are kept when there are too many names.
struct Tallies {
    private var byName: [String: Tally] = [:]
    private let limit: Int
    /// How much the count of a name can be too low at most, because it was passed over for a while.
    private(set) var uncertainty = 0
    /// Names that were passed over.
    private(set) var dropped = 0

    init(limit: Int) { self.limit = limit }

    mutating func add(_ verdict: Verdict, to name: String) {
        byName[name, default: Tally()].add(verdict)
        if byName.count > 2 * limit { prune() }
    }

    private mutating func prune() {
        let sorted = byName.sorted { ($0.value.matched, $1.key) > ($1.value.matched, $0.key) }
        uncertainty += sorted[limit].value.matched
        dropped += sorted.count - limit
        byName = Dictionary(sorted.prefix(limit).map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    var count: Int { byName.count }

    /// The largest, and by name where they are alike.
    func largest(_ count: Int) -> [(name: String, tally: Tally)] {
        byName.sorted { ($0.value.matched, $1.key) > ($1.value.matched, $0.key) }.prefix(count).map {
            ($0.key, $0.value)
        }
    }

    var byNameOrder: [(name: String, tally: Tally)] { byName.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
}
