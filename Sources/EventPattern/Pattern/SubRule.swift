/// One way a pattern can match: every path must have an accepted value, all in consistent array elements.
struct SubRule: Hashable {
    /// A path and the alternatives for its value.
    struct Clause: Hashable {
        let path: [UInt8]
        let values: [ValuePattern]
    }

    /// Sorted by path in UTF-16 order: the order in which `exists: false` is decided.
    let clauses: [Clause]

    init(_ byPath: [[UInt8]: [ValuePattern]]) {
        clauses = byPath.map(Clause.init).sorted { first, second in
            String(decoding: first.path, as: UTF8.self).utf16
                .lexicographicallyPrecedes(String(decoding: second.path, as: UTF8.self).utf16)
        }
    }

    func matches(_ leaves: [[UInt8]: [Leaf]]) -> Bool { matches(clauses[...], leaves, [:]) }

    private func matches(_ rest: ArraySlice<Clause>, _ leaves: [[UInt8]: [Leaf]], _ pinned: [Int: Int]) -> Bool {
        guard let clause = rest.first else { return true }
        let consistent = leaves[clause.path, default: []].filter { leaf in
            leaf.membership.allSatisfy { pinned[$0.array, default: $0.index] == $0.index }
        }
        if consistent.isEmpty {
            return clause.values.contains(.exists(false)) && matches(rest.dropFirst(), leaves, pinned)
        }
        let comparesDigits = !clause.values.contains { $0.isNumeric }
        return consistent.contains { leaf in
            guard clause.values.contains(where: { $0.matches(leaf, comparesDigits: comparesDigits) }) else {
                return false
            }
            var narrowed = pinned
            for element in leaf.membership { narrowed[element.array] = element.index }
            return matches(rest.dropFirst(), leaves, narrowed)
        }
    }
}
