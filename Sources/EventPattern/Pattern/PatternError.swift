/// A pattern EventBridge would not accept: its reason, and where in the pattern text.
public struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason in EventBridge's own words where it has any.
    public let reason: String
    /// Distance in bytes from the start of the pattern text.
    public let offset: Int

    /// The sentence the service prints, with the byte offset.
    public var description: String { "Event pattern is not valid. Reason: \(reason) at byte \(offset)" }
}
