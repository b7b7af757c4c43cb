/// One way a pattern can match: every path must have an accepted value, all in consistent array elements.
struct SubRule: Hashable, Sendable {
    /// A path and the alternatives for its value.
    struct Clause: Hashable, Sendable {
        let path: [UInt8]
        let values: [ValuePattern]
        let allowsAbsence: Bool
        /// Whether a number's digits are compared with addresses: EventBridge does so unless a numeric pattern is there.
        let comparesDigits: Bool

        init(path: [UInt8], values: [ValuePattern]) {
            self.path = path
            self.values = values
            allowsAbsence = values.contains { $0.isAbsence }
            comparesDigits = !values.contains { $0.isNumeric }
        }

        func accepts(_ leaf: Leaf) -> Bool {
            values.contains { $0.matches(leaf, comparesDigits: comparesDigits) }
        }
    }

    /// In the order of the pattern's text.
    let clauses: [Clause]
    /// The positions of the clauses in the UTF-16 order of their paths: the order in which absence is decided.
    private let sorted: [Int]

    init(_ clauses: [Clause]) {
        self.clauses = clauses
        if clauses.allSatisfy({ $0.path.allSatisfy { $0 < 0x80 } }) {
            sorted = clauses.indices.sorted { clauses[$0].path.lexicographicallyPrecedes(clauses[$1].path) }
        } else {
            let names = clauses.map { Array(String(decoding: $0.path, as: UTF8.self).utf16) }
            sorted = clauses.indices.sorted { names[$0].lexicographicallyPrecedes(names[$1]) }
        }
    }

    /// The clauses in the order in which they are decided.
    var sortedClauses: [Clause] { sorted.map { clauses[$0] } }

    func matches(_ leaves: [[UInt8]: [Leaf]]) -> Bool { matches(leaves, first: clauses.count) }

    /// The clause that fails first when the clauses are added one by one, and how many held before it.
    func firstFailure(_ leaves: [[UInt8]: [Leaf]]) -> (satisfied: Int, clause: Clause)? {
        clauses.indices.first { !matches(leaves, first: $0 + 1) }.map { ($0, clauses[$0]) }
    }

    /// Whether the first `count` clauses match by themselves.
    private func matches(_ leaves: [[UInt8]: [Leaf]], first count: Int) -> Bool {
        var search = ConsistentElements(sorted.filter { $0 < count }.map { clauses[$0] }, leaves)
        return search.exist
    }
}
