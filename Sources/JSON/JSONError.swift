/// Text that is not strict JSON, and where it stops being so.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in one sentence without the position.
    package let reason: String
    /// Distance in bytes from the start of the text.
    package let offset: Int

    /// The reason followed by the byte offset.
    package var description: String { "\(reason) at byte \(offset)" }

    package init(reason: String, offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}
