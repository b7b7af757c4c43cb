/// Text that is not strict JSON, and where it stops being so.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in one sentence without the position.
    public let reason: String
    /// Distance in bytes from the start of the text.
    public let offset: Int

    /// The reason followed by the byte offset.
    public var description: String { "\(reason) at byte \(offset)" }
}
