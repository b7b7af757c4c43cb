/// Whether a condition holds: operators with their qualifiers, and what a missing key means.
struct PolicyConditions {
    let statement: PolicyStatement
    let request: PolicyRequest

    /// All operators, and all keys of each, must hold; of several wanted values one is enough.
    var hold: Bool {
        get throws(PolicyError) {
            var hold = true
            // Every condition is looked at, so that an unknown operator is found whatever the others say.
            for condition in statement.conditions where try !holds(condition) { hold = false }
            return hold
        }
    }

    private func holds(_ condition: PolicyStatement.Condition) throws(PolicyError) -> Bool {
        let test = try condition.test.get()
        let values = request.values(lowered: condition.loweredKey)
        guard let kind = test.comparison else {
            let wanted = condition.wanted.map { $0.lowercased() }
            guard wanted.allSatisfy({ $0 == "true" || $0 == "false" }) else {
                throw PolicyError("Null compares with true or false.")
            }
            return wanted.contains(values == nil ? "true" : "false")
        }
        guard let values else {
            // ForAllValues holds for no values at all; ForAnyValue never does, not even when it is negated.
            return test.forgives || test.qualifier == "ForAllValues"
                || (test.qualifier == nil && kind.isNegated)
        }
        let texts = kind.hasVariables ? try Self.replaced(condition.wanted, statement, request) : condition.wanted
        var results: [Bool] = []
        for value in values {
            var isMatched = false
            for text in texts where try kind.matches(value, text) { isMatched = true }
            results.append(isMatched != kind.isNegated)
        }
        switch test.qualifier {
        case "ForAllValues": return results.allSatisfy(\.self)
        case "ForAnyValue": return results.contains(true)
        default:
            guard results.count == 1 else {
                throw PolicyError("\(condition.key) has several values: \(condition.spelling) needs a qualifier.")
            }
            return results[0]
        }
    }

    /// The texts with their variables replaced; one that cannot be replaced matches nothing.
    static func replaced(
        _ texts: [String], _ statement: PolicyStatement, _ request: PolicyRequest
    ) throws(PolicyError) -> [String] {
        guard statement.hasVariables else { return texts }
        var replaced: [String] = []
        for text in texts {
            let made = try PolicyVariables.replaced(in: text) { name throws(PolicyError) in try request.text(name) }
            if let made { replaced.append(made) }
        }
        return replaced
    }
}
