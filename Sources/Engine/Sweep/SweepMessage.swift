import JSON

/// What asks the engine through its inbox to look for what it was never told of.
package struct SweepMessage: Hashable, Sendable {
    package static let body = #"{"quell":"sweep"}"#

    /// Reads a message; nil for anything else, such as an event.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= ApplyMessage.longest, let json = try? JSONValue(parsing: bytes), json == ["quell": "sweep"]
        else { return nil }
    }
}
