/// How a condition compares, as its operator spells it.
struct ConditionTest: Hashable {
    /// `ForAllValues`, `ForAnyValue`, or nil.
    let qualifier: String?
    /// nil for `Null`, which asks whether a key is there.
    let comparison: PolicyOperator?
    /// Whether it holds where the key is missing: `IfExists`.
    let forgives: Bool

    init(_ spelling: String) throws(PolicyError) {
        let halves = spelling.split(separator: ":").map(String.init)
        var name = halves.last ?? ""
        qualifier = halves.count == 2 ? halves[0] : nil
        forgives = name.hasSuffix("IfExists")
        if forgives { name.removeLast("IfExists".count) }
        comparison = PolicyOperator(name)
        let isKnown = name == "Null" ? !forgives : comparison != nil
        guard isKnown, qualifier == nil || ["ForAllValues", "ForAnyValue"].contains(qualifier) else {
            throw PolicyError("There is no condition operator '\(spelling)' here.")
        }
    }
}
