/// Searches one leaf for each clause, such that no array is asked for two different elements.
///
/// What failed once is remembered by the arrays that still matter, so sibling arrays cost their sum, not their product.
struct ConsistentElements {
    private struct Candidates {
        /// Where the accepted leaves lie, without repetition.
        let accepted: [[Leaf.Element]]
        /// Where all leaves lie, for deciding absence; empty when absence is not allowed.
        let present: [[Leaf.Element]]
        let allowsAbsence: Bool
    }
    private struct State: Hashable {
        let clause: Int
        let pinned: [Int: Int]
    }

    private var candidates: [Candidates] = []
    /// For each clause the arrays that it or a later one lies in.
    private var relevant: [Set<Int>] = []
    private var failed: Set<State> = []
    private let isHopeless: Bool

    /// - Parameters:
    ///   - clauses: in the order in which they are decided.
    ///   - leaves: the event's scalars by path.
    init(_ clauses: [SubRule.Clause], _ leaves: [[UInt8]: [Leaf]]) {
        for clause in clauses {
            let there = leaves[clause.path] ?? []
            let accepted = Set(there.lazy.filter(clause.accepts).map(\.membership))
            if accepted.isEmpty, !clause.allowsAbsence {
                isHopeless = true
                return
            }
            candidates.append(
                Candidates(
                    accepted: Array(accepted), present: clause.allowsAbsence ? there.map(\.membership) : [],
                    allowsAbsence: clause.allowsAbsence))
        }
        isHopeless = false
        var arrays: Set<Int> = []
        for clause in candidates.reversed() {
            for membership in clause.accepted + clause.present { arrays.formUnion(membership.map(\.array)) }
            relevant.append(arrays)
        }
        relevant.reverse()
    }

    var exist: Bool {
        mutating get { !isHopeless && exist(from: 0, [:]) }
    }

    private mutating func exist(from clause: Int, _ pins: [Int: Int]) -> Bool {
        guard clause < candidates.count else { return true }
        let pinned = pins.filter { relevant[clause].contains($0.key) }
        let state = State(clause: clause, pinned: pinned)
        if failed.contains(state) { return false }
        let here = candidates[clause]
        if here.allowsAbsence, !here.present.contains(where: { Self.agrees($0, pinned) }),
            exist(from: clause + 1, pinned)
        {
            return true
        }
        for membership in here.accepted where Self.agrees(membership, pinned) {
            var narrowed = pinned
            for element in membership { narrowed[element.array] = element.index }
            if exist(from: clause + 1, narrowed) { return true }
        }
        failed.insert(state)
        return false
    }

    private static func agrees(_ membership: [Leaf.Element], _ pinned: [Int: Int]) -> Bool {
        membership.allSatisfy { pinned[$0.array, default: $0.index] == $0.index }
    }
}
