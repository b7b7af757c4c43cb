import JSON

/// An event, read and flattened once, to be matched with any number of patterns.
public struct Event: Sendable {
    let leaves: EventLeaves

    /// Reads the UTF-8 text of an event; text after the root object is ignored, as in EventBridge.
    ///
    /// - Parameters:
    ///   - json: the event.
    ///   - mode: whose reading of numbers to follow.
    /// - Throws: `EventError` when the text is not a JSON object, or is malformed anywhere in it.
    public init(_ json: [UInt8], mode: EventPattern.Mode = .service) throws(EventError) {
        do {
            leaves = try EventLeaves(json, mode: mode)
        } catch {
            throw EventError(reason: error.reason, offset: error.offset)
        }
    }

    /// Reads the text of an event; text after the root object is ignored, as in EventBridge.
    ///
    /// - Parameters:
    ///   - json: the event.
    ///   - mode: whose reading of numbers to follow.
    /// - Throws: `EventError` when the text is not a JSON object, or is malformed anywhere in it.
    public init(_ json: String, mode: EventPattern.Mode = .service) throws(EventError) {
        try self.init(Array(json.utf8), mode: mode)
    }
}

/// An event EventBridge could not read: what is wrong, and where in its text.
public struct EventError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the JSON.
    public let reason: String
    /// Distance in bytes from the start of the event's text.
    public let offset: Int

    /// The reason followed by the byte offset.
    public var description: String { "Event is not valid JSON: \(reason) at byte \(offset)" }
}
