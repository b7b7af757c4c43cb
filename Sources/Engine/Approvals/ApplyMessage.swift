import JSON

/// What asks the engine through its inbox to apply an approved plan.
///
/// It proves nothing and carries no decision: the journal says whether people have approved, and what.
package struct ApplyMessage: Hashable, Sendable {
    package let execution: String

    package init(execution: String) { self.execution = execution }

    /// Longer ones are no messages, and are not read as JSON to find that out: every event is asked.
    static let longest = 256

    /// Reads a message; nil for anything else, such as an event.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.longest, let json = try? JSONValue(parsing: bytes), let members = json.object,
            members.count == 2,
            members["quell"] == "apply", let id = members["execution"]?.string, Self.isExecution(id)
        else { return nil }
        execution = id
    }

    package var body: String { JSONValue.object(["quell": "apply", "execution": .string(execution)]).description }

    /// Whether a text is an id of an execution.
    static func isExecution(_ text: String) -> Bool {
        text.utf8.count == 16 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
