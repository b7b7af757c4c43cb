/// An event of the inbox that is to be answered.
package struct InboxEvent: Hashable, Sendable {
    package let id: Int64
    package let body: [UInt8]
    /// When it was accepted, in seconds since 1970.
    package let accepted: Double
    /// How often its answer was begun, this time included.
    package let attempts: Int
}

/// An event that could not be answered, and stays until somebody sends it or asks for it again.
package struct QuarantinedEvent: Hashable, Sendable {
    package let id: Int64
    package let accepted: Double
    package let attempts: Int
    package let reason: String
    package let body: [UInt8]
}

/// What came of handing events in.
package enum Acceptance: Hashable, Sendable {
    /// They are durable: so many are new, so many were in the inbox already.
    case accepted(new: Int, known: Int)
    /// The inbox holds as many open events as it may; none was taken.
    case full
}

/// How much is in the inbox.
package struct InboxLevel: Hashable, Sendable {
    /// Accepted and not looked at yet.
    package let arrived: Int
    /// Waiting for an answer, or being answered.
    package let open: Int
    package let quarantined: Int
    /// When the oldest event that is not quarantined was accepted; nil without one.
    package let oldest: Double?
}
