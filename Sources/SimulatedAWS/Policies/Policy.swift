package import JSON

/// A policy document whose statements are read once: a call is asked about many policies, and an organization has few of them.
package final class Policy: Sendable {
    package let document: JSONValue
    private let read: Result<[PolicyStatement], PolicyError>

    package init(_ document: JSONValue) {
        self.document = document
        read = Result { () throws(PolicyError) in try PolicyStatement.all(in: document) }
    }

    package static let everything = Policy([
        "Version": "2012-10-17", "Statement": ["Effect": "Allow", "Action": "*", "Resource": "*"],
    ])

    /// An error where the document cannot be evaluated.
    var statements: [PolicyStatement] {
        get throws(PolicyError) { try read.get() }
    }
}

extension Policy: Hashable {
    package static func == (left: Policy, right: Policy) -> Bool { left === right || left.document == right.document }
    package func hash(into hasher: inout Hasher) { hasher.combine(document) }
}

/// Policies that are kept as texts, each read once.
struct PolicyTexts {
    /// A text that is found by its length: policies are long, and few are as long as another.
    private struct Text: Hashable {
        let text: String

        func hash(into hasher: inout Hasher) { hasher.combine(text.utf8.count) }
    }

    private var policies: [Text: Policy] = [:]

    mutating func policy(_ text: String) throws(PolicyError) -> Policy {
        if let policy = policies[Text(text: text)] { return policy }
        guard let document = try? JSONValue(parsing: text) else { throw PolicyError("A policy is no JSON: \(text)") }
        let policy = Policy(document)
        policies[Text(text: text)] = policy
        return policy
    }
}
