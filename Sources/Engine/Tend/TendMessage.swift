import JSON

/// What asks the engine through its inbox to do what is due: for all executions, or for one.
///
/// It proves nothing and decides nothing: the journal says what is due.
package struct TendMessage: Hashable, Sendable {
    /// nil for all.
    package let execution: String?

    package init(execution: String? = nil) { self.execution = execution }

    /// Reads a message; nil for anything else, such as an event.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= ApplyMessage.longest, let members = (try? JSONValue(parsing: bytes))?.object,
            members["quell"] == "tend"
        else { return nil }
        switch members["execution"] {
        case nil where members.count == 1: execution = nil
        case .string(let id)? where members.count == 2 && ApplyMessage.isExecution(id): execution = id
        default: return nil
        }
    }

    package var body: String {
        var members: [String: JSONValue] = ["quell": "tend"]
        members["execution"] = execution.map(JSONValue.string)
        return JSONValue.object(members).description
    }
}
