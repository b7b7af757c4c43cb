package import JSON

/// A fact about the live resource that one reading call can tell: the answer to `select` equals `equals`.
///
/// Lists are compared without regard to order, as AWS promises none.
package struct Condition: Hashable, Sendable, Codable {
    package let read: Call
    package let select: JSONQuery
    package let equals: JSONValue

    package init(_ read: Call, select: JSONQuery, equals: JSONValue) {
        self.read = read
        self.select = select
        self.equals = equals
    }
}

/// What a step changes, as a reading call sees it: the value before, and the value it must have afterwards.
///
/// From this one declaration follow the check that a step is not done already, the read-back after it, the proof of
/// containment, and the comparison that keeps an undo from destroying somebody else's change.
package struct Effect: Hashable, Sendable, Codable {
    package let read: Call
    package let select: JSONQuery
    /// The value when the plan was made, or as an earlier step leaves it.
    ///
    /// May hold `{"$output": "name"}`.
    package let before: JSONValue
    /// The value once the step has worked.
    ///
    /// May hold `{"$output": "name"}`.
    package let after: JSONValue
    /// Values that never turn into `after`: reading one ends the wait and fails the step.
    package let failing: [JSONValue]
    /// How long the value may take to become `after`, in seconds.
    package let patience: Int

    package init(
        _ read: Call, select: JSONQuery, before: JSONValue, after: JSONValue, failing: [JSONValue] = [],
        patience: Int = 60
    ) {
        self.read = read
        self.select = select
        self.before = before
        self.after = after
        self.failing = failing
        self.patience = patience
    }
}

extension JSONValue {
    /// The value with its own list sorted, for comparing what AWS lists in any order.
    package var unordered: JSONValue {
        guard case .array(let elements) = self else { return self }
        return .array(elements.map(\.unordered).sorted { $0.description < $1.description })
    }
}
