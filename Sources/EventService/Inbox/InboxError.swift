/// The event inbox cannot be opened, read or written; nothing is accepted without it.
package struct InboxError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable { case unavailable, inUse }
    package let kind: Kind
    /// What happened, why, and what to do.
    package let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
