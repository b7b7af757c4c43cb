/// Why an invocation by AWS Config has no evaluation.
package struct ConfigRuleError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable {
        /// The event is not what AWS Config sends.
        case malformed
        /// A parameter of the rule says nothing that can be judged by.
        case badParameter
        /// AWS Config does not hold the configuration that it speaks of, or not yet: another try may succeed.
        case noConfiguration
        /// AWS Config did not take every evaluation.
        case refused
    }

    package let kind: Kind
    /// What is wrong, and where.
    package let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
