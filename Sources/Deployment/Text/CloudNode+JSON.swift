package import JSON

extension CloudNode {
    /// Compact JSON, members in their order: SCPs count every character.
    package var json: String {
        switch self {
        case .text(let text): JSONValue.string(text).description
        case .number(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        case .list(let elements): "[" + elements.map(\.json).joined(separator: ",") + "]"
        case .map(let members):
            "{" + members.map { JSONValue.string($0.name).description + ":" + $0.value.json }.joined(separator: ",")
                + "}"
        }
    }

    /// JSON for people, two spaces a level, short lists on one line.
    package func indentedJSON(_ level: Int = 0) -> String {
        let compact = spacedJSON
        guard compact.utf8.count + level * 2 > 110 else { return compact }
        let (open, close, parts): (String, String, [String])
        switch self {
        case .list(let elements): (open, close, parts) = ("[", "]", elements.map { $0.indentedJSON(level + 1) })
        case .map(let members):
            (open, close) = ("{", "}")
            parts = members.map { JSONValue.string($0.name).description + ": " + $0.value.indentedJSON(level + 1) }
        case .text, .number, .flag: return compact
        }
        let inner = String(repeating: "  ", count: level + 1)
        return open + "\n" + parts.map { inner + $0 }.joined(separator: ",\n") + "\n"
            + String(repeating: "  ", count: level) + close
    }

    private var spacedJSON: String {
        switch self {
        case .text, .number, .flag: json
        case .list(let elements): "[" + elements.map(\.spacedJSON).joined(separator: ", ") + "]"
        case .map(let members):
            "{ "
                + members.map { JSONValue.string($0.name).description + ": " + $0.value.spacedJSON }
                .joined(separator: ", ") + " }"
        }
    }

    /// Reads JSON; members are sorted by name, as JSON keeps no order.
    package init(_ value: JSONValue) {
        switch value {
        case .null: self = .text("")
        case .bool(let flag): self = .flag(flag)
        case .number(let spelled): self = Int(spelled).map(CloudNode.number) ?? .text(spelled)
        case .string(let text): self = .text(text)
        case .array(let elements): self = .list(elements.map(CloudNode.init))
        case .object(let members):
            self = .map(members.sorted { $0.key < $1.key }.map { Member($0.key, CloudNode($0.value)) })
        }
    }
}
