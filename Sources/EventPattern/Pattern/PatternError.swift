/// A pattern EventBridge would not accept: its reason, and where in the pattern text.
public struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason in EventBridge's own words where it has any.
    public let reason: String
    /// Distance in bytes from the start of the pattern text.
    public let offset: Int

    /// The sentence the service prints, with the byte offset.
    public var description: String { "Event pattern is not valid. Reason: \(reason) at byte \(offset)" }

    /// Where the mistake is in the text the pattern was compiled from: line and column, both from 1.
    ///
    /// A column is a character, however many bytes it takes.
    public func position(in pattern: String) -> (line: Int, column: Int) {
        let before = pattern.utf8.prefix(offset)
        let newline = UInt8(ascii: "\n")
        let line = before.count(where: { $0 == newline }) + 1
        let start = before.lastIndex(of: newline).map(before.index(after:)) ?? before.startIndex
        return (line, String(decoding: before[start...], as: UTF8.self).unicodeScalars.count + 1)
    }
}
