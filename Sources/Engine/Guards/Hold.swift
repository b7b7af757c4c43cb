package import ActionKit

/// Why a guard holds a response, and what is not done because of it.
package struct Hold: Hashable, Sendable, Codable {
    /// The same text for what is held for the same reason: people are told once.
    package let cause: String
    /// Sentences for people.
    package let why: String
    /// What would be done.
    package let proposed: [Plan]

    /// A kill switch that is on.
    static let halt = "halt"

    init(cause: String, why: String, proposed: [Plan] = []) {
        self.cause = cause
        self.why = why
        self.proposed = proposed
    }
}

/// One execution that a guard held, in the register of its hour.
package struct Gathered: Hashable, Sendable, Codable {
    package let execution: String
    package let cause: String
    package let why: String
    package let findingType: String
    package let resource: String
    package let account: String
    /// Ids of the actions that are held.
    package let actions: [String]
}

/// The executions of one cause that one of them tells people of.
package struct HoldGroup: Hashable, Sendable, Codable {
    package let cause: String
    /// The execution that tells.
    package let teller: String
    /// How many were held for the cause in the two hours before.
    package let earlier: Int
}
